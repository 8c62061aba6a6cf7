/** How much one step of an import does. Tests make the steps smaller. */
export const sizes = {
  /** Bytes read in one step. */
  slice: 4 * 1024 * 1024,
  /** Images or categories in one staged record: one step of a later phase. */
  images: 500,
  /** Annotations published in one step, about. */
  annotations: 4000,
  /** Bytes of a file whose annotations are held in memory rather than staged. */
  held: 32 * 1024 * 1024,
  /** Bytes of annotations in one bucket, about. */
  bucket: 8 * 1024 * 1024,
}
