/**
 * CRC-32 as zip and PNG use it (polynomial 0xedb88320, reflected), of bytes that may come in pieces. Sixteen bytes in a step, read as words
 * (little-endian, as every machine that runs a browser): M. Kounavis, F. Berry, "Novel table lookup-based algorithms for high-performance
 * CRC generation", IEEE Trans. Comput. 57 (2008).
 */
const STEP = 16

/** CRC-32 tables for slicing-by-16, one after the other: entry 256 k + b is the CRC of byte b followed by k zero bytes. */
const TABLE = new Int32Array(STEP * 256)

for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  TABLE[byte] = value
}
for (let at = 256; at < TABLE.length; at++) {
  const before = TABLE[at - 256]!
  TABLE[at] = TABLE[before & 0xff]! ^ (before >>> 8)
}

/** `before`: the CRC of the preceding bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const { buffer, byteOffset, length } = bytes
  if (length < 2 * STEP) return ~ofBytes(bytes, ~before) >>> 0
  const start = -byteOffset & 3
  const end = length - ((length - start) % STEP)
  const sum = ofWords(
    new Int32Array(buffer, byteOffset + start, (end - start) / 4),
    ofBytes(bytes.subarray(0, start), ~before),
  )
  return ~ofBytes(bytes.subarray(end), sum) >>> 0
}

function ofBytes(bytes: Uint8Array, before: number): number {
  let sum = before
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return sum
}

function ofWords(words: Int32Array, before: number): number {
  let sum = before
  for (let at = 0; at < words.length; at += 4) {
    const [a, b, c, d] = [sum ^ words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!]
    sum =
      TABLE[0xf00 | (a & 0xff)]! ^
      TABLE[0xe00 | ((a >>> 8) & 0xff)]! ^
      TABLE[0xd00 | ((a >>> 16) & 0xff)]! ^
      TABLE[0xc00 | (a >>> 24)]! ^
      TABLE[0xb00 | (b & 0xff)]! ^
      TABLE[0xa00 | ((b >>> 8) & 0xff)]! ^
      TABLE[0x900 | ((b >>> 16) & 0xff)]! ^
      TABLE[0x800 | (b >>> 24)]! ^
      TABLE[0x700 | (c & 0xff)]! ^
      TABLE[0x600 | ((c >>> 8) & 0xff)]! ^
      TABLE[0x500 | ((c >>> 16) & 0xff)]! ^
      TABLE[0x400 | (c >>> 24)]! ^
      TABLE[0x300 | (d & 0xff)]! ^
      TABLE[0x200 | ((d >>> 8) & 0xff)]! ^
      TABLE[0x100 | ((d >>> 16) & 0xff)]! ^
      TABLE[d >>> 24]!
  }
  return sum
}
