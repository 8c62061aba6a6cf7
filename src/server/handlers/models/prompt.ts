/** What a model is asked about, checked against the image. */
import { badRequest } from '@/contract/errors'
import type { Bbox } from '@/core/geometry/box'
import type { Prompt } from '@/core/models/sam'
import { images } from '../../db/images/images'
import type { ImageRow } from '../../db/store/rows'

export async function readImage(
  { image_id: id }: Record<string, unknown>,
  otherwise = 'Image does not exist',
): Promise<ImageRow> {
  const row = /^\d{1,15}$/.test(String(id)) ? await images.findLive(Number(id)) : undefined
  if (!row) throw badRequest(otherwise)
  if (row.placeholder) throw badRequest('The file of this image has not been added yet.')
  return row
}

const liesIn = ({ width, height }: ImageRow, x: number, y: number) => x >= 0 && y >= 0 && x <= width && y <= height

export function readPoints(points: [number, number][], labels: (0 | 1)[], image: ImageRow): Prompt['points'] {
  if (labels.length > 0 && labels.length !== points.length)
    throw badRequest(
      `There are ${points.length} points and ${labels.length} labels: give one label for each point, or none.`,
    )
  return points.map(([x, y], index) => {
    if (!liesIn(image, x, y))
      throw badRequest(
        `The point [${x}, ${y}] lies outside of the image, which has ${image.width} x ${image.height} pixels.`,
      )
    return { x, y, inside: labels[index] !== 0 }
  })
}

export function readBox(box: Bbox | null | undefined, image: ImageRow, wrong?: string): Bbox | null {
  if (wrong) throw badRequest(wrong)
  if (!box) return null
  const [x, y, width, height] = box
  if (!(width > 0 && height > 0)) throw badRequest('The box has no area: give it as [x, y, width, height].')
  if (!liesIn(image, x, y) || !liesIn(image, x + width, y + height))
    throw badRequest(`The box reaches out of the image, which has ${image.width} x ${image.height} pixels.`)
  return box
}
