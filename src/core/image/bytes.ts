/** Reads numbers from untrusted bytes. Reading beyond the end throws an ImageError. */
import { endsEarly } from './errors'

export class ByteReader {
  private readonly view: DataView

  constructor(
    readonly bytes: Uint8Array,
    /** Size of the whole file. `bytes` may be only its beginning. */
    readonly fileSize = bytes.length,
    /** True for little-endian numbers (BMP), false for big-endian (PNG). */
    readonly little = false,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get length(): number {
    return this.bytes.length
  }

  /** Whether `bytes` are the whole file, so that missing bytes do not exist. */
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

  /** Not exact above 2^53, which is beyond the end of any file. */
  u64(at: number): number {
    this.need(at, 8)
    return Number(this.view.getBigUint64(at, this.little))
  }

  /** Reads Latin-1 text, such as the name of a chunk or a box. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.part(at, length))
  }

  part(at: number, length: number): Uint8Array {
    this.need(at, length)
    return this.bytes.subarray(at, at + length)
  }

  /** Answers a reader of a part of the bytes. Its offsets count from `at`. */
  within(at: number, length: number, little = this.little): ByteReader {
    return new ByteReader(this.part(at, length), length, little)
  }

  startsWith(text: string, at = 0): boolean {
    return at + text.length <= this.length && this.text(at, text.length) === text
  }

  /** Throws if the file ends before `end`. Bytes that are only not loaded yet do not count. */
  expectFileSize(end: number): void {
    if (end > this.fileSize) throw endsEarly()
  }

  private need(at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.bytes.length) throw endsEarly()
  }
}
