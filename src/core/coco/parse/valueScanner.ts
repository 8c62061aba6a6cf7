/**
 * Finds where a JSON value ends, in bytes that come in chunks. It knows strings and brackets and nothing else:
 * whether the value is JSON is decided when it is parsed.
 *
 * Errors  InvalidInput for brackets that do not match, for nesting deeper than MAX_DEPTH and for strings longer than MAX_STRING.
 */
import { BACKSLASH, QUOTE } from './bytes'
import { InvalidInput } from '../../errors'

export const MAX_DEPTH = 100
/** Bytes of one string. The largest that mean something are the run-length counts of masks. */
export const MAX_STRING = 16 * 1024 * 1024

const PLAIN = 0
const OPEN = 1
const CLOSE = 2
const STRING = 3
const DELIMITER = 4

/** What a byte means inside brackets, outside of strings. */
const INSIDE = new Uint8Array(256)
for (const byte of [0x5b, 0x7b]) INSIDE[byte] = OPEN
for (const byte of [0x5d, 0x7d]) INSIDE[byte] = CLOSE
INSIDE[QUOTE] = STRING

/** What it means where a scalar may end. */
const OUTSIDE = INSIDE.slice()
for (const byte of [0x2c, 0x20, 0x09, 0x0a, 0x0d]) OUTSIDE[byte] = DELIMITER

export class ValueScanner {
  private readonly closers = new Uint8Array(MAX_DEPTH)
  private depth = 0
  private inString = false
  /** Bytes of the open string in the chunks before. */
  private stringBytes = 0
  private escaped = false

  /** Makes ready for the next value. */
  begin(): void {
    this.depth = 0
    this.inString = false
    this.escaped = false
    this.stringBytes = 0
  }

  /** Index after the value's last byte, or -1 when the chunk ends before the value does. `base`: file offset of bytes[0]. */
  scan(bytes: Uint8Array, from: number, base: number): number {
    const length = bytes.length
    let at = from
    while (at < length) {
      if (this.inString) {
        const begin = at
        at = this.skipString(bytes, at)
        this.checkString(at - begin, base + at)
        if (!this.inString && this.depth === 0) return at
        continue
      }
      const meanings = this.depth > 0 ? INSIDE : OUTSIDE
      // most of a file is numbers: this loop is what the speed hangs on
      while (at < length && meanings[bytes[at]!] === PLAIN) at++
      if (at === length) break
      const byte = bytes[at]!
      const meaning = meanings[byte]!
      if (this.depth === 0 && (meaning === CLOSE || meaning === DELIMITER)) return at // a scalar ends at what follows it
      at++
      if (meaning === STRING) this.inString = true
      else if (meaning === OPEN) this.open(byte, base + at - 1)
      else if (this.close(byte, base + at - 1) === 0) return at
    }
    return -1
  }

  private skipString(bytes: Uint8Array, from: number): number {
    let at = from
    if (this.escaped) {
      this.escaped = false
      at++
    }
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        this.inString = false
        return at + 1
      }
      if (byte !== BACKSLASH) continue
      at++
      this.escaped = at === bytes.length
    }
    return bytes.length
  }

  private checkString(bytes: number, offset: number) {
    this.stringBytes += bytes
    if (this.stringBytes > MAX_STRING)
      throw new InvalidInput(`The text that reaches byte ${offset} is longer than ${MAX_STRING / 1048576} MB.`, offset)
    if (!this.inString) this.stringBytes = 0
  }

  private open(byte: number, offset: number): void {
    if (this.depth === MAX_DEPTH)
      throw new InvalidInput(`Nested deeper than ${MAX_DEPTH} levels at byte ${offset}.`, offset)
    this.closers[this.depth++] = byte + 2 // in ASCII ']' is '[' + 2 and '}' is '{' + 2
  }

  private close(byte: number, offset: number): number {
    if (this.closers[--this.depth] === byte) return this.depth
    const found = String.fromCharCode(byte)
    throw new InvalidInput(`Not JSON: '${found}' at byte ${offset} closes nothing that is open.`, offset)
  }
}

/** Whether a value has more levels of lists and objects than that. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return !areNumbers(value) && value.some((each) => isDeeper(each, levels - 1))
  for (const key in value) {
    const each = (value as Record<string, unknown>)[key]
    if (typeof each === 'object' && isDeeper(each, levels - 1)) return true
  }
  return false
}

/** Most lists are: a loop that sees nothing else takes a fifth of the time. */
function areNumbers(list: unknown[]): boolean {
  for (let index = 0; index < list.length; index++) if (typeof list[index] !== 'number') return false
  return true
}
