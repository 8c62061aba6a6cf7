/** Why an image cannot be taken; the message is a sentence for people, without the file's name. */
export class ImageError extends Error {
  override name = 'ImageError'

  constructor(
    message: string,
    /** true: bytes were asked for that are not there; with more of the file the answer may be another. */
    readonly endsEarly = false,
  ) {
    super(message)
  }
}

export const endsEarly = () =>
  new ImageError(
    'The file ends early: it was cut off while it was copied or downloaded. Get it again from where it came from.',
    true,
  )

export const damaged = (what: string) => new ImageError(`The file is damaged: ${what}.`)
