/** The picture, with smaller copies of it for when it is shown small. Never altered, only drawn. */
import type { Size } from '@/core/shape/types'
import type { Viewport } from '../viewport'

export interface Picture {
  /** levels[n] is the picture at 1 / 2^n. */
  levels: ImageBitmap[]
  size: Size
}

const CRISP = 2 // scale above which pixels have edges
const SMALLEST_LEVEL = 1_000_000 // pixels

export async function decodePicture(blob: Blob, size: Size): Promise<Picture> {
  return { levels: [await createImageBitmap(blob, { imageOrientation: 'from-image' })], size }
}

/** Adds the smaller copies; the picture can be drawn before. */
export async function addLevels(picture: Picture, signal: AbortSignal) {
  for (;;) {
    const last = picture.levels.at(-1)
    if (!last || signal.aborted || last.width * last.height <= SMALLEST_LEVEL) return
    const half = { resizeWidth: Math.ceil(last.width / 2), resizeHeight: Math.ceil(last.height / 2), resizeQuality: 'medium' } as const
    const level = await createImageBitmap(last, half)
    if (signal.aborted) return level.close()
    picture.levels.push(level)
  }
}

export function closePicture({ levels }: Picture) {
  for (const level of levels) level.close()
  levels.length = 0
}

/** Draws what of the picture is in view. The context's transform is one unit to a CSS pixel. */
export function paintPicture(context: CanvasRenderingContext2D, picture: Picture, viewport: Viewport, view: Size, ratio: number) {
  const { scale, x, y } = viewport
  const level = picture.levels[levelFor(picture, scale * ratio)]
  if (!level) return
  const [left, top] = [Math.max(0, Math.floor(-x / scale)), Math.max(0, Math.floor(-y / scale))]
  const right = Math.min(picture.size.width, Math.ceil((view.width - x) / scale))
  const bottom = Math.min(picture.size.height, Math.ceil((view.height - y) / scale))
  if (right <= left || bottom <= top) return
  const [across, down] = [level.width / picture.size.width, level.height / picture.size.height]
  context.imageSmoothingEnabled = scale < CRISP
  context.imageSmoothingQuality = 'medium'
  context.drawImage(
    level,
    left * across, top * down, (right - left) * across, (bottom - top) * down,
    left * scale + x, top * scale + y, (right - left) * scale, (bottom - top) * scale,
  )
}

/** The smallest copy that still has a pixel for each of the screen. */
function levelFor({ levels }: Picture, scale: number): number {
  return Math.max(0, Math.min(levels.length - 1, Math.floor(Math.log2(1 / scale))))
}
