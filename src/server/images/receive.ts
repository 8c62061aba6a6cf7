/** Receives images: examines them first, then stores them within a transaction. */
import { ImagePreferences } from '@/contract/user'
import { USUAL_PIXELS } from '@/core/image/size'
import { preferences } from '../db/preferences'
import type { ApiError } from '@/contract/errors'
import { examine as examineWithin, examineAll as examineAllWithin, type ExaminedImage } from './examine'

export { type ExaminedImage } from './examine'
export { replaceImageFile } from './replace'
export { storeImages } from './storeMany'
export {
  storeImage,
  type NewImage,
  type OnConflict,
  type OnDuplicate,
  type Outcome,
  type StoredImageResult,
} from './store'

/** Examines a file, with the user's current limit of pixels. Throws 400 with the file's name and the reason. */
export async function examine(blob: Blob, path: string): Promise<ExaminedImage> {
  return examineWithin(blob, path, await mostPixels())
}

/** As `examine`, for each file: its info, or the error that refuses it. */
export async function examineAll(files: { file: string; blob: Blob }[]): Promise<(ExaminedImage | ApiError)[]> {
  return examineAllWithin(files, mostPixels())
}

async function mostPixels(): Promise<number> {
  const { most_megapixels } = ImagePreferences.safeParse((await preferences.read()).pictures).data ?? {}
  return most_megapixels === undefined ? USUAL_PIXELS : most_megapixels * 1e6
}
