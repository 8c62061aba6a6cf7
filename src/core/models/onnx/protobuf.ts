/** Fields of a protobuf message, one after the other, without a schema. Source: protobuf.dev, Encoding. */

export interface FieldOf {
  number: number
  /** Of a varint. */
  value: number
  /** Of a length-delimited field; empty for others. A view, nothing is copied. */
  bytes: Uint8Array
}

export class ProtobufError extends Error {
  override name = 'ProtobufError'
}

/** Throws ProtobufError where the bytes are no message. */
export function* fieldsOf(bytes: Uint8Array): Generator<FieldOf> {
  const none = bytes.subarray(0, 0)
  for (let at = 0; at < bytes.length;) {
    const tag = readVarint(bytes, at)
    const [number, wire] = [Math.floor(tag.value / 8), tag.value % 8]
    at = tag.next
    if (number === 0) throw new ProtobufError('a field has the number 0')
    if (wire === 0) {
      const varint = readVarint(bytes, at)
      at = varint.next
      yield { number, value: varint.value, bytes: none }
    } else if (wire === 2) {
      const length = readVarint(bytes, at)
      at = length.next + length.value
      if (at > bytes.length) throw new ProtobufError('a field is longer than what is left')
      yield { number, value: 0, bytes: bytes.subarray(length.next, at) }
    } else if (wire === 1 || wire === 5) {
      at += wire === 1 ? 8 : 4
      if (at > bytes.length) throw new ProtobufError('a number is cut off')
      yield { number, value: 0, bytes: none }
    } else throw new ProtobufError(`there is no wire type ${wire}`)
  }
}

/** Up to 2^53; the bits above are lost, which no length or dimension has. */
function readVarint(bytes: Uint8Array, from: number): { value: number; next: number } {
  let [value, factor] = [0, 1]
  for (let at = from; at < Math.min(bytes.length, from + 10); at++) {
    value += (bytes[at]! & 127) * factor
    factor *= 128
    if (bytes[at]! < 128) return { value, next: at + 1 }
  }
  throw new ProtobufError('a number does not end')
}

const ESCAPED = /[%\u0080-\u00ff]/g

/** UTF-8; what is none stays one character for each byte. */
export function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  try {
    return decodeURIComponent(
      text.replace(ESCAPED, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`),
    )
  } catch {
    return text
  }
}
