/**
 * CRC-32 as zip and PNG use it (polynomial 0xedb88320, reflected), of bytes that may come in pieces. Eight bytes in a step: M. Kounavis,
 * F. Berry, "Novel table lookup-based algorithms for high-performance CRC generation", IEEE Trans. Comput. 57 (2008).
 */
const FIRST = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

const TABLES = [FIRST]
for (let step = 1; step < 8; step++) TABLES.push(TABLES[step - 1]!.map((value) => FIRST[value & 0xff]! ^ (value >>> 8)))
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array]

/** `before`: the sum of the bytes before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before
  let at = 0
  for (const end = bytes.length - (bytes.length % 8); at < end; at += 8) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    sum = T7[sum & 0xff]! ^ T6[(sum >>> 8) & 0xff]! ^ T5[(sum >>> 16) & 0xff]! ^ T4[sum >>> 24]!
      ^ T3[bytes[at + 4]!]! ^ T2[bytes[at + 5]!]! ^ T1[bytes[at + 6]!]! ^ T0[bytes[at + 7]!]!
  }
  for (; at < bytes.length; at++) sum = T0[(sum ^ bytes[at]!) & 0xff]! ^ (sum >>> 8)
  return ~sum >>> 0
}
