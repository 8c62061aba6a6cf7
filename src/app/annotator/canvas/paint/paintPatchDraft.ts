/** Draws found pixels that are not committed yet, in the colour of their category. */
import type { Patch } from '@/core/pixels/types'
import type { PatchDraft } from '../../editor/draft'
import type { Editor } from '../../editor/editor'
import { imagePoint } from '@/core/geometry/point'
import { toScreen } from '../../editor/viewport'
import { readColor } from './color'
import { makeCanvas, tint } from './maskBitmap'
import { colorOf } from './paintDraft'

const OPACITY = 0.45
const MOST_PIXELS = 2_000_000 // pixels of the preview, which is redrawn at every step of a drag

type Bitmap = ReturnType<typeof makeCanvas>

const cache = new WeakMap<Patch, { bitmap: Bitmap; color: string }>()

export function paintPatchDraft(
  context: CanvasRenderingContext2D,
  editor: Editor,
  { patch, step = 1, mode }: PatchDraft,
) {
  if (patch.width === 0 || patch.height === 0) return
  const { x, y } = toScreen(editor.viewport, imagePoint(patch.left * step, patch.top * step))
  context.imageSmoothingEnabled = editor.zoom < 2
  context.drawImage(
    patchBitmap(patch, colorOf(editor, mode)),
    x,
    y,
    patch.width * step * editor.zoom,
    patch.height * step * editor.zoom,
  )
}

function patchBitmap(patch: Patch, color: string): Bitmap {
  const known = cache.get(patch)
  if (known?.color === color) return known.bitmap
  const { data, width, height } = sampled(patch)
  const bitmap = makeCanvas(width, height)
  const context = bitmap.getContext('2d') as CanvasRenderingContext2D
  const image = context.createImageData(width, height)
  tint(image, data, readColor(color), OPACITY)
  context.putImageData(image, 0, 0)
  cache.set(patch, { bitmap, color })
  return bitmap
}

/** Samples every second, third, ... pixel of large patches. */
function sampled({ data, width, height }: Patch) {
  const step = Math.ceil(Math.sqrt(data.length / MOST_PIXELS))
  if (step <= 1) return { data, width, height }
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)]
  const fewer = new Uint8Array(columns * rows)
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) fewer[y * columns + x] = data[y * step * width + x * step]!
  }
  return { data: fewer, width: columns, height: rows }
}
