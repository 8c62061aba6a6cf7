/** An image as it is answered. */
export interface ServedImage {
  etag: string
  type: string
  /** Reads the image, or makes it if it is not stored or cached. */
  blob: () => Promise<Blob>
  /** Annotations are drawn in. Their colours may change without a change of the image. */
  isDrawn?: boolean
}
