/** The picture, with smaller copies of it for when it is shown small. Never altered, only drawn. */
import type { Size } from '@/core/shape/types'
import { quiet, stir } from '../../composables/idle'
import type { Viewport } from '../../editor/viewport'
import type { HighBitDepthTiles } from './highBitDepthTiles'
import { paintTiles, type Part, type Tiles } from './tiles'

export interface DecodedImage {
  /** The picture, or a smaller copy of one that is too large; each further one is half as large as the one before. */
  levels: ImageBitmap[]
  /** What `levels` do not show: a picture of 16 bits has no levels, of one that is too large they are blurred. */
  tiles?: Tiles
  /** The tiles of a picture of 16 bits, of which a range is shown. */
  deep?: HighBitDepthTiles
  /** Goes up whenever it looks otherwise. */
  drawn: number
  size: Size
}

const CRISP = 2 // scale above which pixels have edges
const SMALLEST_LEVEL = 1_000_000 // pixels
const STRIP = 300_000 // pixels that are made at once

export const decodeImage = (blob: Blob): Promise<ImageBitmap> => createImageBitmap(blob, { imageOrientation: 'from-image' })

/** Adds the smaller copies while nothing else is to do and no hand moves; the picture can be drawn before. */
export async function addLevels(picture: DecodedImage, signal: AbortSignal) {
  // the picture itself is shown first
  stir()
  for (;;) {
    const last = picture.levels.at(-1)
    if (!last || signal.aborted || typeof OffscreenCanvas === 'undefined' || last.width * last.height <= SMALLEST_LEVEL) return
    const level = await halved(last, signal)
    if (!level) return
    picture.levels.push(level)
  }
}

/** In strips: at once it would hold up many frames. Null when it is no longer wanted. */
async function halved(from: ImageBitmap, signal: AbortSignal): Promise<ImageBitmap | null> {
  const [width, height] = [Math.ceil(from.width / 2), Math.ceil(from.height / 2)]
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  const rows = Math.max(1, Math.floor(STRIP / width))
  for (let top = 0; top < height; top += rows) {
    await quiet()
    if (signal.aborted) return null
    const strip = Math.min(rows, height - top)
    // between two pixels, which at half the size is the mean of four
    context.drawImage(from, 0, 2 * top, from.width, Math.min(2 * strip, from.height - 2 * top), 0, top, width, strip)
    // what has been asked for is drawn only when someone looks
    context.getImageData(0, top, 1, 1)
  }
  return context.canvas.transferToImageBitmap()
}

export function closeImage({ levels, tiles }: DecodedImage) {
  tiles?.close()
  for (const level of levels) level.close()
  levels.length = 0
}

/** Draws what of the picture is in view. The context's transform is one unit to a CSS pixel. */
export function paintImage(context: CanvasRenderingContext2D, picture: DecodedImage, viewport: Viewport, view: Size, ratio: number) {
  const { scale, x, y } = viewport
  const [left, top] = [Math.max(0, Math.floor(-x / scale)), Math.max(0, Math.floor(-y / scale))]
  const right = Math.min(picture.size.width, Math.ceil((view.width - x) / scale))
  const bottom = Math.min(picture.size.height, Math.ceil((view.height - y) / scale))
  if (right <= left || bottom <= top) return
  paintPart(context, picture, { left, top, right, bottom }, viewport, ratio)
}

/** Draws a part of the picture where the viewport has it. The context has `ratio` pixels to a unit. */
export function paintPart(context: CanvasRenderingContext2D, picture: DecodedImage, part: Part, viewport: Viewport, ratio: number) {
  const { scale } = viewport
  context.imageSmoothingEnabled = scale < CRISP
  const level = picture.levels[levelFor(picture, scale * ratio)]
  if (level) paintLevel(context, picture, level, part, viewport)
  if (picture.tiles) paintTiles(context, picture.tiles, picture.size, part, viewport, ratio)
}

function paintLevel(context: CanvasRenderingContext2D, picture: DecodedImage, level: ImageBitmap, { left, top, right, bottom }: Part, { scale, x, y }: Viewport) {
  const [across, down] = [level.width / picture.size.width, level.height / picture.size.height]
  context.drawImage(
    level,
    left * across, top * down, (right - left) * across, (bottom - top) * down,
    left * scale + x, top * scale + y, (right - left) * scale, (bottom - top) * scale,
  )
}

/** The smallest copy that still has a pixel for each of the screen. */
function levelFor({ levels, size }: DecodedImage, scale: number): number {
  const largest = (levels[0]?.width ?? size.width) / size.width
  return Math.max(0, Math.min(levels.length - 1, Math.floor(Math.log2(largest / scale))))
}
