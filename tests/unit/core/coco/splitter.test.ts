import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '@/core/errors'
import type { Position } from '@/core/coco/parse/parts'
import { CocoSplitter, splitCoco } from '@/core/coco/parse/splitter'

const encode = (text: string) => new TextEncoder().encode(text)

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...ends, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}

/** What all parts of a file say together. */
function read(chunks: Uint8Array[], from?: Position) {
  const splitter = new CocoSplitter(from)
  const value: Record<string, unknown> = {}
  const positions: Position[] = []
  for (const chunk of chunks) {
    for (const part of splitter.take(chunk)) {
      positions.push(part.next)
      if (part.kind === 'member') value[part.name] = part.value
      else value[part.list] = [...((value[part.list] as unknown[]) ?? []), ...part.items]
    }
  }
  splitter.end()
  return { value, positions }
}

const readText = (text: string) => read([encode(text)]).value
const failure = (text: string): InvalidInput => {
  try {
    readText(text)
  } catch (error) {
    if (error instanceof InvalidInput) return error
    throw error
  }
  throw new Error('it was read')
}

const sample = `\uFEFF { "info" : {"a": [1, {"b": "]}\\"\\\\"}]}, "annotations":[ {"id":1,"note":"ü😀\\u00e9"} ,
  {"id":2,"segmentation":[[1,2.5,-3e2]],"x":null}], "n": 12.5e1 ,"t":true,
  "images":[{"id":9,"file_name":"a\\\\.jpg"}],"categories":[],"s":"a,]}\\""}
`

describe('a COCO file in one piece', () => {
  it('gives the same as JSON.parse, whatever the order of its keys', () => {
    const { categories: _empty, ...expected } = JSON.parse(sample.slice(1)) as Record<string, unknown>
    expect(readText(sample)).toEqual(expected)
  })

  it('gives the text of each element, non-ASCII included', () => {
    const [part] = new CocoSplitter().take(encode(sample)).filter((each) => each.kind === 'elements')
    expect(part?.kind === 'elements' && part.texts().map((text) => JSON.parse(text) as unknown)).toEqual(
      part?.kind === 'elements' && part.items,
    )
  })

  it('keeps a member called __proto__ away from prototypes', () => {
    expect(readText('{"images":[{"__proto__":{"polluted":1}}]}').images).toHaveLength(1)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('a COCO file in chunks', () => {
  it('gives the same cut at every single byte', () => {
    const bytes = encode(sample)
    const whole = read([bytes]).value
    for (let place = 0; place <= bytes.length; place++) expect(read(cut(bytes, [place])).value).toEqual(whole)
    expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte))).value).toEqual(whole)
  })

  it('gives the same for any JSON and any cuts', () => {
    const element = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
    const file = fc.record({
      info: fc.jsonValue(),
      images: fc.array(element),
      annotations: fc.array(element),
      categories: fc.array(element),
      zz: fc.jsonValue(),
    })
    const spaced = fc.constantFrom(undefined, 1, '\t', '  ')
    fc.assert(
      fc.property(file, spaced, fc.array(fc.nat(), { maxLength: 12 }), (value, space, places) => {
        const text = JSON.stringify(value, null, space)
        const expected = JSON.parse(text) as Record<string, unknown[]>
        const got = read(cut(encode(text), places)).value
        for (const list of ['images', 'annotations', 'categories']) got[list] ??= []
        expect(got).toEqual(expected)
      }),
    )
  })

  it('goes on after any part as if it had never stopped', () => {
    const bytes = encode(sample)
    const chunks = cut(bytes, [40, 70, 90, 130])
    const whole = read(chunks)
    const tails = whole.positions.map((position) => read([bytes.subarray(position.offset)], position).positions.at(-1))
    for (const tail of tails.slice(0, -1)) expect(tail).toEqual(whole.positions.at(-1))
  })

  it('pulls a chunk only when a part of it is asked for', async () => {
    let pulls = 0
    async function* chunks() {
      for (let id = 0; id < 10; id++) {
        pulls++
        yield encode(id === 0 ? '{"images":[{"id":0}' : `,{"id":${id}}`)
      }
      yield encode(']}')
    }
    const parts = splitCoco(chunks())
    await parts.next()
    expect(pulls).toBe(1)
    await parts.next()
    expect(pulls).toBe(2)
    await parts.return(undefined)
    expect(pulls).toBe(2)
  })
})

describe('what is no COCO file', () => {
  it.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['hello', "begins with '{'"],
    ['[1,2]', 'JSON list'],
    ['{"images":[{"id":1}', 'ends too early'],
    ['{"images":[{"id":1', 'in images[0]'],
    ['{"images":{}}', 'a list as "images"'],
    ['{"images":[1]}', 'an object as images[0]'],
    ['{"images":[{}],"images":[]}', 'twice'],
    ['{"images":[{},]}', 'an object as images[1]'],
    ['{"images":[{} {}]}', "',' or ']'"],
    ['{"images":[]} x', 'nothing more'],
    ['{"images":[],}', 'a name in quotes'],
    ['{"a":}', 'a value for "a"'],
    ['{"a" 1}', "':' after"],
    ['{"a":tru}', 'Not JSON at byte 5'],
    ['{"images":[{"a":[1}]}]}', 'closes nothing'],
    [`{"a":${'['.repeat(101)}`, 'deeper than 100'],
  ])('%s: %s', (text, message) => {
    expect(failure(text).message).toContain(message)
  })

  it('names the annotation and the byte', () => {
    const text = '{"images":[],"annotations":[{"id":7,"area":1},{"id":8,"area":1.2.3}]}'
    const error = failure(text)
    expect(error).toMatchObject({ offset: text.indexOf('{"id":8'), annotation: 8 })
    expect(error.message).toContain('annotations[1] (id 8)')
  })

  it('reads NaN and Infinity as null, and says where', () => {
    const [part] = new CocoSplitter().take(encode('{"annotations":[{"id":7,"a":1},{"id":8,"a":-Infinity,"b":"NaN"}]}'))
    expect(part).toMatchObject({
      items: [
        { id: 7, a: 1 },
        { id: 8, a: null, b: 'NaN' },
      ],
      repaired: [1],
    })
    expect(part!.kind === 'elements' && part!.texts()).toEqual(['{"id":7,"a":1}', '{"id":8,"a":null,"b":"NaN"}'])
  })

  it('refuses other encodings by name', () => {
    expect(() => read([Uint8Array.of(0xff, 0xfe, 0x7b, 0)])).toThrow('UTF-16')
    expect(() => read([Uint8Array.of(...encode('{"images":[{"a":"'), 0xff, ...encode('"}]}'))])).toThrow('UTF-8')
  })

  it('never fails in another way and never hangs, on any bytes', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      ' ',
      '1',
      'images',
      '"images":[',
      '"annotations":[',
      '{"id":1}',
      '\u0000',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(), { maxLength: 5 }), (pieces, places) => {
        const bytes = encode(pieces.join(''))
        let outcome: unknown
        try {
          outcome = read(cut(bytes, places)).value
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput)
          return
        }
        expect(JSON.parse(pieces.join(''))).toMatchObject(outcome as object)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a string without an end', () => {
  it('is refused while it streams, with no more of it held than a string may have', () => {
    const splitter = new CocoSplitter()
    splitter.take(encode('{"annotations": [{"id": 1, "note": "'))
    const chunk = new Uint8Array(4 * 1024 * 1024).fill(0x61)
    let given = 0
    expect(() => {
      for (; given < 500; given += 4) splitter.take(chunk)
    }).toThrow(/longer than 16 MB/)
    expect(given).toBeLessThanOrEqual(16)
  })

  it('is counted over its chunks, and each string for itself', () => {
    const chunks = [
      '{"annotations": [{"id": 1, "a": "',
      'x'.repeat(9_000_000),
      '", "b": "',
      'y'.repeat(9_000_000),
      '"}]}',
    ].map(encode)
    expect(Object.keys((read(chunks).value.annotations as object[])[0]!)).toEqual(['id', 'a', 'b'])
  })
})
