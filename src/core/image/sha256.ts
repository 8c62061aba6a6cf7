/**
 * SHA-256 of bytes that come in pieces, for files too large to be held in memory; the browser's own wants all of them at once.
 * Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 6.2.
 */
const BLOCK = 64

/** The first 32 bits of the fractional parts of a root of the first primes. */
function fractions(howMany: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = []
  for (let number = 2; primes.length < howMany; number++)
    if (primes.every((prime) => number % prime !== 0)) primes.push(number)
  return Uint32Array.from(primes, (prime) => Math.floor((root(prime) % 1) * 2 ** 32))
}

const ROUND = fractions(64, Math.cbrt)
const INITIAL = fractions(8, Math.sqrt)
const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by))

export class Sha256 {
  private readonly state = INITIAL.slice()
  private readonly words = new Uint32Array(64)
  private rest = new Uint8Array(0)
  private length = 0

  update(bytes: Uint8Array): this {
    this.length += bytes.length
    let from = 0
    if (this.rest.length > 0) {
      from = Math.min(bytes.length, BLOCK - this.rest.length)
      this.rest = Uint8Array.of(...this.rest, ...bytes.subarray(0, from))
      if (this.rest.length < BLOCK) return this
      this.block(new DataView(this.rest.buffer), 0)
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (; from + BLOCK <= bytes.length; from += BLOCK) this.block(view, from)
    this.rest = bytes.slice(from)
    return this
  }

  /** Ends the hash and answers it. */
  hex(): string {
    const padding = new Uint8Array(((119 - (this.length % BLOCK)) % BLOCK) + 9)
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(this.length) * 8n)
    this.update(padding)
    return Array.from(this.state, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  private block(view: DataView, at: number): void {
    const { words, state } = this
    for (let index = 0; index < 16; index++) words[index] = view.getUint32(at + index * 4)
    for (let index = 16; index < 64; index++) {
      const [early, late] = [words[index - 15]!, words[index - 2]!]
      const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      words[index] =
        words[index - 16]! + small + words[index - 7]! + (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10))
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
    for (let index = 0; index < 64; index++) {
      const first =
        (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[index]! + words[index]!) | 0
      const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + first) | 0
      d = c
      c = b
      b = a
      a = (first + second) | 0
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = state[index]! + word
  }
}
