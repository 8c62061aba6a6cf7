import type { Display } from '../../editor/display'
import type { Category, Item } from '../../editor/document'
import { instanceColor } from './instanceColors'

/** Parses any CSS colour to red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

const GREY: Rgb = [128, 128, 128]

export function readColor(color: string): Rgb {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color)
  if (hex) return [parseInt(hex[1]!, 16), parseInt(hex[2]!, 16), parseInt(hex[3]!, 16)]
  return paintedColor(color)
}

/** Asks the browser for the value of a name such as `tomato`. */
function paintedColor(color: string): Rgb {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d')
  if (!context) return GREY
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red = 128, green = 128, blue = 128] = context.getImageData(0, 0, 1, 1).data
  return [red, green, blue]
}

/**
 * The category's colour. If the view asks for one of each annotation: the one that it was given by hand, else one that
 * no other has. What is drawn is stored with its category's colour, which says nothing of its own.
 */
export function itemColor({ id, color }: Item, category: Category | undefined, { colorBy }: Display): string {
  if (colorBy === 'category' && category?.color) return category.color
  return color === category?.color ? (instanceColor(id) ?? color) : color
}
