/** Schemas of shapes and of their COCO form. Units and order: src/core/shape/types.ts, src/core/coco/types.ts. */
import { z } from './zod'

const Ring = z.array(z.number()).describe('x1, y1, x2, y2, ... in image pixels; the first point is not repeated')
const Size = z.tuple([z.number().int(), z.number().int()]).describe('[height, width] in pixels')
const Counts = z
  .union([z.array(z.number().int()), z.string()])
  .describe('Run lengths, column by column, zeros first; or compressed, as a text')

export const Segmentation = z
  .union([
    z.array(Ring).describe('Polygons; they unite'),
    z.object({ size: Size, counts: Counts }).describe('A COCO run-length mask'),
  ])
  .meta({ id: 'Segmentation' })

export const Shape = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('polygons').describe('Outlines with holes'),
      parts: z.array(z.object({ outer: Ring, holes: z.array(Ring).describe('Cut out of it') })).describe('They unite'),
    }),
    z.object({
      kind: z.literal('box').describe('An upright rectangle'),
      x: z.number().describe('Left side, in pixels'),
      y: z.number().describe('Upper side, in pixels'),
      width: z.number().describe('Pixels'),
      height: z.number().describe('Pixels'),
    }),
    z.object({ kind: z.literal('mask').describe('Single pixels'), size: Size, counts: Counts }),
  ])
  .meta({ id: 'Shape' })
