/** The reason why an image cannot be added. The message is a sentence for the user, without the file name. */
export class ImageError extends Error {
  override name = 'ImageError'

  constructor(
    message: string,
    /** True if bytes were missing: with more of the file the result may differ. */
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
