/**
 * Splits the bytes of a COCO file into its top-level members and into batches of the elements of images, annotations
 * and categories, without ever holding the file: what is held is one chunk and the value that spans its end.
 *
 * In      chunks of bytes of any size, UTF-8, with or without a byte order mark; keys in any order, any white space.
 * Out     CocoPart, each with the Position to go on from: a task that was stopped reads the rest only.
 * Errors  InvalidInput with the byte offset and, for a broken annotation, its id.
 */
import { InvalidInput } from '../../errors'
import {
  isList,
  parseBatch,
  parseMember,
  batchTexts,
  type Batch,
  type CocoPart,
  type ListName,
  type Position,
} from './parts'
import {
  BRACE,
  BRACE_END,
  BRACKET,
  BRACKET_END,
  BYTE_ORDER_MARK,
  ByteWindow,
  COLON,
  COMMA,
  isSpace,
  QUOTE,
} from './bytes'
import { ValueScanner } from './valueScanner'

/** No single value may be larger: a hostile file must not fill the memory. Bytes. */
export const MAX_VALUE = 64 * 1024 * 1024

type Expect =
  | 'object' // the opening brace of the file
  | 'first key or end'
  | 'key'
  | 'colon'
  | 'value'
  | 'comma or end'
  | 'first element or end'
  | 'element'
  | 'comma or end of list'
  | 'nothing' // the file is complete

type Open = 'key' | 'member' | 'element' | null

/** Pulls chunks as its parts are asked for, never ahead. */
export async function* splitCoco(chunks: AsyncIterable<Uint8Array>, from?: Position): AsyncGenerator<CocoPart> {
  const splitter = new CocoSplitter(from)
  for await (const chunk of chunks) yield* splitter.take(chunk)
  splitter.end()
}

export class CocoSplitter {
  private expect: Expect = 'object'
  private open: Open = null
  private key = ''
  private list: ListName | null = null
  private readonly seen: ListName[] = []
  private readonly counts = { images: 0, annotations: 0, categories: 0 }
  private readonly scanner = new ValueScanner()
  private readonly window = new ByteWindow()
  /** File offset of the value that is open. */
  private openAt = 0
  /** File offsets of the elements since the last part; there is one start more than ends while an element is open. */
  private starts: number[] = []
  private ends: number[] = []

  constructor(from?: Position) {
    if (!from) return
    this.window.base = from.offset
    this.list = from.list
    this.seen = [...from.seen]
    this.counts = { ...from.counts }
    this.expect = from.list ? 'comma or end of list' : 'comma or end'
  }

  /** Lists that were begun. */
  get listsSeen(): readonly ListName[] {
    return this.seen
  }

  /** The parts that are complete with this chunk. */
  take(chunk: Uint8Array): CocoPart[] {
    const parts: CocoPart[] = []
    let at = 0
    while (at < chunk.length) {
      if (this.open) at = this.finish(chunk, at, parts)
      else if (isSpace(chunk[at]!)) at++
      else at = this.step(chunk, at, parts)
    }
    this.closeBatch(chunk, parts)
    if (this.open) this.hold(chunk)
    this.window.base += chunk.length
    return parts
  }

  /** Call after the last chunk. */
  end(): void {
    if (this.expect === 'nothing' && !this.open) return
    if (this.expect === 'object') throw new InvalidInput('This file is empty, not a COCO file.', this.window.base)
    const where = this.list ? `, in ${this.list}[${this.counts[this.list]}]` : ''
    throw new InvalidInput(
      `The file ends too early, at byte ${this.window.base}${where}. It seems to be cut short.`,
      this.window.base,
    )
  }

  /** Takes one structural byte, or begins a value at it. Answers where to go on. */
  private step(chunk: Uint8Array, at: number, parts: CocoPart[]): number {
    const byte = chunk[at]!
    switch (this.expect) {
      case 'object':
        this.beginFile(chunk, at)
        return at + 1
      case 'first key or end':
      case 'key':
        if (byte === QUOTE) return this.begin('key', at)
        if (byte === BRACE_END && this.expect !== 'key') return this.moveTo('nothing', at)
        throw this.unexpected(chunk, at, 'a name in quotes')
      case 'colon':
        if (byte === COLON) return this.moveTo('value', at)
        throw this.unexpected(chunk, at, `':' after "${this.key.slice(0, 40)}"`)
      case 'value':
        return isList(this.key) ? this.beginList(chunk, at) : this.begin('member', at)
      case 'comma or end':
        if (byte === COMMA) return this.moveTo('key', at)
        if (byte === BRACE_END) return this.moveTo('nothing', at)
        throw this.unexpected(chunk, at, "',' or '}'")
      case 'first element or end':
      case 'element':
        if (byte === BRACE) return this.beginElement(at)
        if (byte === BRACKET_END && this.expect !== 'element') return this.endList(chunk, at, parts)
        throw this.unexpected(chunk, at, `an object as ${this.list}[${this.counts[this.list!] + this.starts.length}]`)
      case 'comma or end of list':
        if (byte === COMMA) return this.moveTo('element', at)
        if (byte === BRACKET_END) return this.endList(chunk, at, parts)
        throw this.unexpected(chunk, at, `',' or ']' in ${this.list}`)
      case 'nothing':
        throw this.unexpected(chunk, at, 'nothing more')
    }
  }

  private moveTo(expect: Expect, at: number): number {
    this.expect = expect
    return at + 1
  }

  private beginFile(chunk: Uint8Array, at: number): void {
    const byte = chunk[at]!
    const offset = this.window.base + at
    if (byte === BYTE_ORDER_MARK[offset]) return
    if (offset < 2 && byte >= 0xfe) throw new InvalidInput('This file is UTF-16 text. Save it as UTF-8.', offset)
    if (byte === BRACKET) {
      throw new InvalidInput(
        'This is a JSON list (as COCO results are), not a COCO dataset: an object with images, annotations and categories.',
        offset,
      )
    }
    if (byte !== BRACE)
      throw new InvalidInput(`This is not JSON: a COCO file begins with '{'. Byte ${offset} does not.`, offset)
    this.expect = 'first key or end'
  }

  private begin(open: Open, at: number): number {
    this.open = open
    this.openAt = this.window.base + at
    this.scanner.begin()
    return at
  }

  private beginList(chunk: Uint8Array, at: number): number {
    const name = this.key as ListName
    if (chunk[at] !== BRACKET) throw this.unexpected(chunk, at, `a list as "${name}"`)
    if (this.seen.includes(name))
      throw new InvalidInput(
        `"${name}" stands in the file twice, again at byte ${this.window.base + at}.`,
        this.window.base + at,
      )
    this.seen.push(name)
    this.list = name
    return this.moveTo('first element or end', at)
  }

  private beginElement(at: number): number {
    this.starts.push(this.window.base + at)
    return this.begin('element', at)
  }

  private endList(chunk: Uint8Array, at: number, parts: CocoPart[]): number {
    this.closeBatch(chunk, parts)
    this.list = null
    return this.moveTo('comma or end', at)
  }

  /** Goes on with the open value. Answers where to go on: the chunk's end when the value goes beyond it. */
  private finish(chunk: Uint8Array, at: number, parts: CocoPart[]): number {
    const end = this.scanner.scan(chunk, at, this.window.base)
    if (end < 0) return chunk.length
    if (this.open === 'element') {
      this.ends.push(this.window.base + end)
      this.expect = 'comma or end of list'
    } else {
      if (this.window.base + end === this.openAt)
        throw this.unexpected(chunk, at, `a value for "${this.key.slice(0, 40)}"`)
      this.finishMember(this.window.bytes(chunk, this.openAt, this.window.base + end), this.window.base + end, parts)
    }
    this.open = null
    return end
  }

  private finishMember(bytes: Uint8Array, end: number, parts: CocoPart[]): void {
    const value = parseMember(bytes, this.openAt)
    if (this.open === 'key') {
      this.key = value as string
      this.expect = 'colon'
    } else {
      parts.push({ kind: 'member', name: this.key, value, next: this.position(end) })
      this.expect = 'comma or end'
    }
  }

  /** Makes the complete elements a part; one that is still open begins the next. */
  private closeBatch(chunk: Uint8Array, parts: CocoPart[]): void {
    if (this.ends.length === 0) return
    const [offset, end, list] = [this.starts[0]!, this.ends.at(-1)!, this.list!]
    const stillOpen = this.starts.splice(this.ends.length)
    const batch: Batch = {
      list,
      offset,
      bytes: this.window.bytes(chunk, offset, end),
      starts: this.starts.map((start) => start - offset),
      ends: this.ends.map((each) => each - offset),
      first: this.counts[list],
    }
    const items = parseBatch(batch)
    this.counts[list] += items.length
    this.starts = stillOpen
    this.ends = []
    const repaired = batch.repaired ? { repaired: [...batch.repaired.keys()] } : {}
    parts.push({ kind: 'elements', list, items, texts: () => batchTexts(batch), ...repaired, next: this.position(end) })
  }

  /** Keeps what the open value has in this chunk. */
  private hold(chunk: Uint8Array): void {
    this.window.hold(chunk, this.openAt)
    if (this.window.base + chunk.length - this.openAt <= MAX_VALUE) return
    const what = this.open === 'element' ? `An element of ${this.list}` : `"${this.key.slice(0, 40)}"`
    throw new InvalidInput(`${what}, at byte ${this.openAt}, is larger than ${MAX_VALUE / 1048576} MB.`, this.openAt)
  }

  private position(offset: number): Position {
    return { offset, list: this.list, seen: [...this.seen], counts: { ...this.counts } }
  }

  private unexpected(chunk: Uint8Array, at: number, wanted: string): InvalidInput {
    const offset = this.window.base + at
    const found = String.fromCharCode(chunk[at]!)
    return new InvalidInput(`Not a COCO file: at byte ${offset} stands '${found}' where ${wanted} is expected.`, offset)
  }
}
