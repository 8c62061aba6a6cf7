/** Bytes that mean something in JSON, and a window on bytes that come in chunks. */
export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
export const BRACE = 0x7b
export const BRACE_END = 0x7d
export const BRACKET = 0x5b
export const BRACKET_END = 0x5d
export const COMMA = 0x2c
export const COLON = 0x3a
export const QUOTE = 0x22
export const BACKSLASH = 0x5c

export const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** The current chunk's place in the file, and what is kept of the chunks before it. */
export class ByteWindow {
  /** File offset of the current chunk. */
  base = 0
  private pieces: Uint8Array[] = []

  /** Bytes of the file between two offsets: those held and those of the chunk. Lets go of what was held. */
  bytes(chunk: Uint8Array, from: number, to: number): Uint8Array {
    if (from >= this.base) return chunk.subarray(from - this.base, to - this.base)
    const all = new Uint8Array(to - from)
    let at = 0
    for (const piece of [...this.pieces, chunk.subarray(0, to - this.base)]) {
      all.set(piece, at)
      at += piece.length
    }
    this.pieces = []
    return all
  }

  /** Keeps the chunk's bytes from an offset on. */
  hold(chunk: Uint8Array, from: number): void {
    this.pieces.push(chunk.slice(Math.max(0, from - this.base)))
  }
}
