/** Pictures decoded by the browser. Not in every place where the server runs: in Node there is no decoder. */
import { PictureError } from '@/core/image/errors'
import type { PictureFacts } from '@/core/image/facts'

/** Throws when the browser cannot decode the picture, or decodes it to another size than its header says. */
export async function proveDecoding(blob: Blob, { type, width, height }: PictureFacts): Promise<void> {
  if (typeof createImageBitmap === 'undefined' || type === 'image/tiff') return
  const bitmap = await decoded(new Blob([blob], { type }), type)
  const [decodedWidth, decodedHeight] = [bitmap.width, bitmap.height]
  bitmap.close()
  if (decodedWidth === width && decodedHeight === height) return
  throw new PictureError(`The file is damaged: it says that it has ${width} x ${height} pixels, and has ${decodedWidth} x ${decodedHeight}.`)
}

async function decoded(blob: Blob, type: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob)
  } catch {
    throw new PictureError(cannotDecode(type))
  }
}

function cannotDecode(type: string): string {
  if (type === 'image/heic') return 'This browser cannot open HEIC pictures. Save it as JPEG, or use Safari.'
  if (type === 'image/avif') return 'This browser cannot open this AVIF picture. Save it as JPEG or PNG.'
  return 'The file is damaged: its header is that of a picture, but the browser cannot decode the rest.'
}
