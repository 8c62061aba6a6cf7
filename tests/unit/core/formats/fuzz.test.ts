/** Label files that were changed at random: every reader either reads them or says what is wrong, in time. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { InvalidInput } from '@/core/errors'
import { detectFormats } from '@/core/formats/detect'
import { ImageFinder } from '@/core/formats/finder'
import { newListing } from '@/core/formats/listing'
import { isImageName } from '@/core/formats/paths'
import { imageText } from '@/core/formats/toCoco'
import type { Source } from '@/core/formats/types'

const root = new URL('../../../data/layouts/', import.meta.url).pathname
const SETS = [
  'yolo_dataset/labels',
  'yolo_dataset/strict',
  'roboflow_dataset/yolo',
  'roboflow_dataset/createml',
  'voc_dataset/voc_dataset1',
  'coco_dataset/coco_panoptic',
  'cvat_dataset/for_images/export_task',
  'common_semantic_segmentation_dataset/dataset',
]

type Files = Map<string, Uint8Array>

function load(folder: string): Files {
  const paths = (readdirSync(join(root, folder), { recursive: true }) as string[]).filter((path) =>
    statSync(join(root, folder, path)).isFile(),
  )
  return new Map(
    paths.map((path) => [path.replaceAll('\\', '/'), new Uint8Array(readFileSync(join(root, folder, path)))]),
  )
}

/** mulberry32 */
function randomFrom(seed: number) {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const PIECES = [
  'null',
  '-1',
  '1e999',
  '[]',
  '{}',
  '"',
  '<',
  '&x;',
  '<!DOCTYPE a>',
  'NaN',
  '\n',
  ',',
  ';',
  '0',
  '999999999',
  '\u0000',
  ' ',
]

function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length)
  const kind = Math.floor(random() * 4)
  if (kind === 0) return bytes.slice(0, at)
  if (kind === 1) return bytes.map((byte, index) => (index === at ? Math.floor(random() * 256) : byte))
  const piece = new TextEncoder().encode(PIECES[Math.floor(random() * PIECES.length)]!)
  const rest = bytes.slice(at + (kind === 2 ? 0 : 1 + Math.floor(random() * 8)))
  return Uint8Array.from([...bytes.slice(0, at), ...piece, ...rest])
}

async function readAll(files: Files): Promise<void> {
  const text = async (name: string) => new TextDecoder().decode(files.get(name))
  const listing = newListing([...files.keys()], text)
  for (const { format, found } of await detectFormats(listing)) {
    const known = new Set([...found.labels, ...(found.support ?? [])])
    const images = listing.images.filter((name) => !known.has(name)).map((name) => ({ name, path: name }))
    const finder = new ImageFinder(images)
    const names: string[] = []
    const source: Source = {
      names: listing.names,
      images,
      givenNames: [],
      seen: {},
      text,
      async *pieces(name) {
        yield await text(name)
      },
      bytes: async (name) => files.get(name)!,
      find: (...given) => finder.find(given),
      size: async () => ({ width: 20, height: 10 }),
      categories: { number: (name) => names.indexOf(name) + 1 || names.push(name) },
      lose: () => {},
    }
    const shared = await format.reader!.begin?.(source, found.labels)
    for (const label of found.labels)
      for await (const image of format.reader!.read(label, source, shared))
        JSON.parse(`[${imageText(image).annotations.replace(/,\n$/, '')}]`)
  }
}

it('2,000 changed files are read or refused', { timeout: 120_000 }, async () => {
  const sets = SETS.map(load)
  const random = randomFrom(7)
  for (let round = 0; round < 2000; round++) {
    const files = new Map(sets[round % sets.length])
    const labels = [...files.keys()].filter((name) => !isImageName(name) || /mask|Segmentation|panoptic/.test(name))
    const name = labels[Math.floor(random() * labels.length)]!
    files.set(name, mutated(files.get(name)!, random))
    try {
      await readAll(files)
    } catch (error) {
      if (!(error instanceof InvalidInput)) expect.fail(`round ${round}, ${name}: ${(error as Error).stack}`)
    }
  }
})
