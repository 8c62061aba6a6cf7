/** CRC-32 as zip and PNG use it (polynomial 0xedb88320, reflected), of bytes that may come in pieces. */
const TABLE = Uint32Array.from({ length: 256 }, (_none, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** `before`: the sum of the bytes before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before
  for (let index = 0; index < bytes.length; index++) sum = TABLE[(sum ^ bytes[index]!) & 0xff]! ^ (sum >>> 8)
  return ~sum >>> 0
}
