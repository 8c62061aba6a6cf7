/** The decoded image with downscaled copies for small scales. */
import type { Size } from '@/core/shape/types'
import { quiet, stir } from '../../composables/idle'
import type { Viewport } from '../../editor/viewport'
import type { HighBitDepthTiles } from './highBitDepthTiles'
import { paintTiles, type Part, type Tiles } from './tiles'

export interface DecodedImage {
  /** The image, or a downscaled copy if it is too large; each further level has half the size of the one before. */
  levels: ImageBitmap[]
  /** Tiles for images that `levels` cannot show: those with 16 bits, and those too large to decode whole. */
  tiles?: Tiles
  /** Tiles of an image with 16 bits a channel, of which a value range is shown. */
  deep?: HighBitDepthTiles
  /** Increases whenever the drawn result changes. */
  drawn: number
  size: Size
}

const CRISP = 2 // scale above which pixels are drawn with hard edges
const SMALLEST_LEVEL = 1_000_000 // pixels
const STRIP = 300_000 // pixels per step

export const decodeImage = (blob: Blob): Promise<ImageBitmap> =>
  createImageBitmap(blob, { imageOrientation: 'from-image' })

/** Adds the downscaled copies while the main thread is idle. The image can be drawn before they are ready. */
export async function addLevels(bitmap: DecodedImage, signal: AbortSignal) {
  // shows the full image first
  stir()
  for (;;) {
    const last = bitmap.levels.at(-1)
    if (!last || signal.aborted || typeof OffscreenCanvas === 'undefined' || last.width * last.height <= SMALLEST_LEVEL)
      return
    const level = await halved(last, signal)
    if (!level) return
    bitmap.levels.push(level)
  }
}

/** Scales in strips, because one step would block many frames. Null if aborted. */
async function halved(from: ImageBitmap, signal: AbortSignal): Promise<ImageBitmap | null> {
  const [width, height] = [Math.ceil(from.width / 2), Math.ceil(from.height / 2)]
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  const rows = Math.max(1, Math.floor(STRIP / width))
  for (let top = 0; top < height; top += rows) {
    await quiet()
    if (signal.aborted) return null
    const strip = Math.min(rows, height - top)
    // samples between pixels: at half the size this is the mean of four
    context.drawImage(from, 0, 2 * top, from.width, Math.min(2 * strip, from.height - 2 * top), 0, top, width, strip)
    // reading a pixel executes the queued drawing
    context.getImageData(0, top, 1, 1)
  }
  return context.canvas.transferToImageBitmap()
}

export function closeImage({ levels, tiles }: DecodedImage) {
  tiles?.close()
  for (const level of levels) level.close()
  levels.length = 0
}

/** Draws the visible part of the image. One unit of the context is one CSS pixel. */
export function paintImage(
  context: CanvasRenderingContext2D,
  bitmap: DecodedImage,
  viewport: Viewport,
  view: Size,
  ratio: number,
) {
  const { scale, x, y } = viewport
  const [left, top] = [Math.max(0, Math.floor(-x / scale)), Math.max(0, Math.floor(-y / scale))]
  const right = Math.min(bitmap.size.width, Math.ceil((view.width - x) / scale))
  const bottom = Math.min(bitmap.size.height, Math.ceil((view.height - y) / scale))
  if (right <= left || bottom <= top) return
  paintPart(context, bitmap, { left, top, right, bottom }, viewport, ratio)
}

/** Draws a part of the image at the viewport's position. `ratio`: canvas pixels per unit of the context. */
export function paintPart(
  context: CanvasRenderingContext2D,
  bitmap: DecodedImage,
  part: Part,
  viewport: Viewport,
  ratio: number,
) {
  const { scale } = viewport
  context.imageSmoothingEnabled = scale < CRISP
  const level = bitmap.levels[levelFor(bitmap, scale * ratio)]
  if (level) paintLevel(context, bitmap, level, part, viewport)
  if (bitmap.tiles) paintTiles(context, bitmap.tiles, bitmap.size, part, viewport, ratio)
}

function paintLevel(
  context: CanvasRenderingContext2D,
  bitmap: DecodedImage,
  level: ImageBitmap,
  { left, top, right, bottom }: Part,
  { scale, x, y }: Viewport,
) {
  const [across, down] = [level.width / bitmap.size.width, level.height / bitmap.size.height]
  context.drawImage(
    level,
    left * across,
    top * down,
    (right - left) * across,
    (bottom - top) * down,
    left * scale + x,
    top * scale + y,
    (right - left) * scale,
    (bottom - top) * scale,
  )
}

/** The smallest level that has at least one pixel per screen pixel. */
function levelFor({ levels, size }: DecodedImage, scale: number): number {
  const largest = (levels[0]?.width ?? size.width) / size.width
  return Math.max(0, Math.min(levels.length - 1, Math.floor(Math.log2(largest / scale))))
}
