/**
 * Which pixels the coordinates of an image in a file count, when the image is stored turned (geometry/orientation.ts): those of
 * the upright image, as here, or those that are stored, as tools count that pass over EXIF. Told by the size that the file
 * says, else by what a file of ours says of itself; never guessed.
 */
import { orientedSize } from '../geometry/orientation'
import type { Size } from '../shape/types'
import { isObject } from './check/problem'
import type { Coordinates } from './objectsOut'
import { OWN_KEY } from './ownKey'

/** unclear: both are possible; neither: the file speaks of another size. */
export type Counted = Coordinates | 'unclear' | 'neither'

/** 0 where the file does not say it. */
interface StatedImage extends Size {
  extra: Record<string, unknown>
}

/** `upright`: the size of the image. `orientation`: of the stored one, not 1. */
export function countedPixels({ width, height, extra }: StatedImage, upright: Size, orientation: number): Counted {
  const fits = (size: Size) => (width === 0 || width === size.width) && (height === 0 || height === size.height)
  const [asUprightSize, asStored] = [fits(upright), fits(orientedSize(upright, orientation))]
  if (!asUprightSize && !asStored) return 'neither'
  if (asUprightSize !== asStored) return asUprightSize ? 'upright' : 'original'
  const own = extra[OWN_KEY]
  const said = isObject(own) ? own.orientation : undefined
  return said === 'upright' || said === 'original' ? said : 'unclear'
}
