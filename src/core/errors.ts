/** Data that is not what the COCO format says. The message names what and where, for people. */
export class InvalidInput extends Error {
  override name = 'InvalidInput'
  constructor(
    message: string,
    /** Byte offset in the file, where it is known. */
    readonly offset?: number,
    /** Id of the annotation, where it is known. */
    readonly annotation?: number | string,
  ) {
    super(message)
  }
}
