/** Numbers out of bytes that nobody vouches for: whatever lies beyond the end is one typed error. */
import { endsEarly } from './errors'

export class ByteReader {
  private readonly view: DataView

  constructor(
    readonly bytes: Uint8Array,
    /** Bytes of the whole file, of which `bytes` may be the beginning. */
    readonly fileSize = bytes.length,
    /** Little-endian numbers, as in BMP; else big-endian, as in PNG. */
    readonly little = false,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get length(): number {
    return this.bytes.length
  }

  /** true: the whole file is here, so what is missing is missing for good. */
  get isWhole(): boolean {
    return this.bytes.length >= this.fileSize
  }

  u8(at: number): number {
    this.need(at, 1)
    return this.bytes[at]!
  }

  u16(at: number): number {
    this.need(at, 2)
    return this.view.getUint16(at, this.little)
  }

  u24(at: number): number {
    return this.little ? this.u16(at) + this.u8(at + 2) * 0x10000 : this.u8(at) * 0x10000 + this.u16(at + 1)
  }

  u32(at: number): number {
    this.need(at, 4)
    return this.view.getUint32(at, this.little)
  }

  i32(at: number): number {
    this.need(at, 4)
    return this.view.getInt32(at, this.little)
  }

  /** Above 2^53 not exact, which is beyond the end of any file. */
  u64(at: number): number {
    this.need(at, 8)
    return Number(this.view.getBigUint64(at, this.little))
  }

  /** Bytes as Latin-1 text: names of chunks and boxes. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.part(at, length))
  }

  part(at: number, length: number): Uint8Array {
    this.need(at, length)
    return this.bytes.subarray(at, at + length)
  }

  /** A reader of some of the bytes, whose offsets count from `at`. */
  within(at: number, length: number, little = this.little): ByteReader {
    return new ByteReader(this.part(at, length), length, little)
  }

  startsWith(text: string, at = 0): boolean {
    return at + text.length <= this.length && this.text(at, text.length) === text
  }

  /** Throws when the file, not only the part of it that is here, ends before `end`. */
  expectFileSize(end: number): void {
    if (end > this.fileSize) throw endsEarly()
  }

  private need(at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.bytes.length) throw endsEarly()
  }
}
