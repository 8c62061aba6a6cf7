/** Random UUIDs (RFC 9562, version 4). Imports need one for each annotation, so random bytes are drawn for POOL_SIZE of them at a time. */
const POOL_SIZE = 256
const BYTES = 16

const HEX = Array.from({ length: 256 }, (_none, byte) => byte.toString(16).padStart(2, '0'))
const pool = new Uint8Array(POOL_SIZE * BYTES)
let used = pool.length

export function newUuid(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const at = used
  used += BYTES
  const hex = (index: number) => HEX[pool[at + index]!]!
  const version = HEX[(pool[at + 6]! & 0x0f) | 0x40]!
  const variant = HEX[(pool[at + 8]! & 0x3f) | 0x80]!
  return (
    `${hex(0)}${hex(1)}${hex(2)}${hex(3)}-${hex(4)}${hex(5)}-${version}${hex(7)}-${variant}${hex(9)}-` +
    `${hex(10)}${hex(11)}${hex(12)}${hex(13)}${hex(14)}${hex(15)}`
  )
}
