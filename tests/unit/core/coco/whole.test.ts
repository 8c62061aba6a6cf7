import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CocoSplitter } from '@/core/coco/parse/splitter'
import { readWhole } from '@/core/coco/parse/whole'
import { dataFiles, readData } from '../../../api/support/coco'

const encode = (text: string) => new TextEncoder().encode(text)

/** What the splitter says of a file; undefined when it refuses it. */
function split(bytes: Uint8Array) {
  const said = {
    images: [] as unknown[],
    annotations: [] as unknown[],
    categories: [] as unknown[],
    members: [] as [string, unknown][],
  }
  try {
    const splitter = new CocoSplitter()
    for (const part of splitter.take(bytes)) {
      if (part.kind === 'member') said.members.push([part.name, part.value])
      else said[part.list].push(...part.items)
    }
    splitter.end()
  } catch {
    return undefined
  }
  return said
}

it.each(dataFiles('.json'))('%s is read as the splitter reads it, or left to it', (path) => {
  const bytes = new Uint8Array(readData(path))
  const whole = readWhole(bytes)
  if (whole) expect(whole).toEqual(split(bytes))
})

it('reads plain files, with and without a byte order mark', () => {
  const text =
    '{"info": {"year": 2017}, "images": [{"id": 1}], "annotations": [{"id": 2, "segmentation": [[1, 2.5]]}], "categories": []}'
  const whole = {
    images: [{ id: 1 }],
    annotations: [{ id: 2, segmentation: [[1, 2.5]] }],
    categories: [],
    members: [['info', { year: 2017 }]],
  }
  expect(readWhole(encode(text))).toEqual(whole)
  expect(readWhole(encode(`\ufeff${text}`))).toEqual(whole)
})

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

it.each([
  ['nothing', ''],
  ['a list', '[]'],
  ['no images', '{"annotations": []}'],
  ['broken JSON', '{"images": [}'],
  ['more after the end', '{"images": []} x'],
  ['a list that is none', '{"images": {}}'],
  ['elements that are no objects', '{"images": [1]}'],
  ['elements that are lists', '{"images": [], "annotations": [[]]}'],
  ['null among them', '{"images": [null]}'],
  ['a list twice', '{"images": [], "images": []}'],
  ['a list twice, once in disguise', '{"images": [], "im\\u0061ges": []}'],
  ['depth in an element', `{"images": [{"a": ${deep(101)}}]}`],
  ['depth at the top', `{"images": [], "a": ${deep(101)}}`],
])('leaves %s to the splitter', (_what, text) => {
  expect(readWhole(encode(text))).toBeNull()
})

it('leaves text that is not UTF-8 to the splitter', () => {
  expect(readWhole(new Uint8Array([...encode('{"images": [], "a": "'), 0xff, ...encode('"}')]))).toBeNull()
})

it('reads any file as the splitter does', () => {
  const element = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
  const file = fc.record(
    { images: fc.array(element), annotations: fc.array(element), categories: fc.array(element), info: fc.jsonValue() },
    { requiredKeys: ['images'] },
  )
  fc.assert(
    fc.property(file, (value) => {
      const bytes = encode(JSON.stringify(value))
      const whole = readWhole(bytes)
      if (whole) expect(whole).toEqual(split(bytes))
    }),
  )
})
