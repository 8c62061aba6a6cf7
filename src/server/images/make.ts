/** Makes images from stored ones: smaller, with annotations drawn in, or in a format that browsers show. Results are cached. */
import { ApiError, badRequest } from '@/contract/errors'
import { crc32 } from '@/core/image/crc32'
import { ImageError } from '@/core/image/errors'
import type { Size } from '@/core/shape/types'
import { annotations } from '../db/annotations/annotations'
import { categories } from '../db/datasets/categories'
import type { FileRow, ImageRow } from '../db/store/rows'
import { thumbnails } from '../db/images/thumbnails'
import { canDraw, decodeUpright } from './decode'
import { needsRotation } from './exif'
import { drawAnnotations, type Drawn } from './overlay'
import { inTurn, whenUserRests, type Rest } from './queue'
import { draw, encode, fit } from './resize'
import type { ServedImage } from './servedImage'

export interface Wanted {
  /** Largest width and height in pixels; below 1 there is no limit. */
  width?: number
  height?: number
  annotated: boolean
}

const ANNOTATED_SIDE = 1024 // default size of an image with annotations, in pixels

export const storedImage = ({ blob, type, hash }: FileRow): ServedImage => ({
  etag: `"${hash.slice(0, 32)}"`,
  type,
  blob: async () => blob,
})

/** The stored file if it is what was requested, else an image made from it. */
export async function imageFor(image: ImageRow, file: FileRow, { annotated, ...bounds }: Wanted): Promise<ServedImage> {
  const isBounded = [bounds.width, bounds.height].some((bound) => bound !== undefined && bound >= 1)
  const size = fit(image, annotated && !isBounded ? { width: ANNOTATED_SIDE, height: ANNOTATED_SIDE } : bounds)
  const isShown = file.type !== 'image/tiff' && !needsRotation(file.type, file.orientation)
  const isFull = size.width === image.width && size.height === image.height
  if (isShown && !annotated && (!isBounded || (isFull && file.type === 'image/jpeg'))) return storedImage(file)
  if (!canDraw()) return withoutCanvas(file, isShown)
  const colors = annotated && image.num_annotations > 0 ? await colorsOf(image) : undefined
  // a whole image in another format is a PNG, so that it loses nothing
  const isPng = file.has_alpha || (!isBounded && !annotated)
  return cachedImage(image, file, { size, colors, isPng })
}

/** For old browsers that cannot draw in a worker: answers the stored file, larger than requested, if browsers show its type. */
function withoutCanvas(file: FileRow, isShown: boolean): ServedImage {
  if (isShown) return storedImage(file)
  throw new ApiError(
    501,
    'This browser cannot make an image of this format that it could show. Use a newer browser, or send original=true for the stored file.',
  )
}

interface Plan {
  size: Size
  /** Colours by category id. Present: annotations are drawn in. */
  colors?: Map<number, string>
  isPng: boolean
}

/** The variant and ETag contain everything that the made image depends on. */
async function cachedImage(image: ImageRow, file: FileRow, plan: Plan): Promise<ServedImage> {
  const { size, colors, isPng } = plan
  const drawing = colors
    ? `a${image.revision}c${crc32(new TextEncoder().encode(JSON.stringify([...colors]))).toString(36)}`
    : ''
  const variant = `w${size.width}h${size.height}${isPng ? 'png' : 'jpg'}${drawing}`
  const etag = `"${file.hash.slice(0, 32)}-${variant}"`
  const blob = async () => {
    const cached = await thumbnails.find(image.id, variant)
    if (cached?.etag === etag) return cached.blob
    const isWhole = size.width === image.width && size.height === image.height
    const key = { image_id: image.id, variant, etag }
    if (isWhole) return keep(key, await inTurn(() => make(image, file, plan)))
    return whenUserRests(async (rest) => {
      const made = await make(image, file, plan, rest)
      // edits lock the table of thumbnails too
      await rest()
      return keep(key, made)
    })
  }
  return { etag, type: isPng ? 'image/png' : 'image/jpeg', blob, isDrawn: colors !== undefined }
}

async function keep(key: { image_id: number; variant: string; etag: string }, blob: Blob): Promise<Blob> {
  await thumbnails.keep({ ...key, blob })
  return blob
}

async function make(
  image: ImageRow,
  file: FileRow,
  { size, colors, isPng }: Plan,
  rest: Rest = async () => {},
): Promise<Blob> {
  try {
    const bitmap = await decodeUpright(file, image, size)
    await rest()
    const canvas = await draw(bitmap, size)
    await rest()
    if (colors) drawAnnotations(canvas, image, await annotationsOf(image, colors))
    return await encode(canvas, isPng)
  } catch (error) {
    if (error instanceof ImageError) throw badRequest(`${image.file_name}: ${error.message}`)
    throw error
  }
}

async function colorsOf({ category_counts }: ImageRow): Promise<Map<number, string>> {
  const rows = await Promise.all(Object.keys(category_counts).map((id) => categories.find(Number(id))))
  return new Map(rows.flatMap((row) => (row ? [[row.id, row.color] as const] : [])))
}

async function annotationsOf({ id }: ImageRow, colors: Map<number, string>): Promise<Drawn[]> {
  const rows = await annotations.ofImage(id)
  return rows.map(({ shape, keypoints, category_id, color }) => ({
    shape,
    keypoints,
    color: colors.get(category_id) ?? color,
  }))
}
