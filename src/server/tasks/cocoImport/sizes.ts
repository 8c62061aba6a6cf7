/** Sizes of the steps of an import. Tests make them smaller. */
export const sizes = {
  /** Bytes read in one step. */
  slice: 4 * 1024 * 1024,
  /** Images or categories in one staged record. */
  images: 500,
  /** Approximate number of annotations published in one step. */
  annotations: 4000,
  /** Largest file, in bytes, whose annotations are buffered in memory rather than staged. */
  buffered: 32 * 1024 * 1024,
  /** Approximate bytes of annotations in one bucket. */
  bucket: 8 * 1024 * 1024,
}
