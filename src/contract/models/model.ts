/** Models in the browser: their cards, requests and answers. Coordinates are pixels of the upright image. */
import { FAMILIES } from '@/core/models/layout'
import { Id } from '../common'
import { boolParam, intParam } from '../params'
import { Segmentation } from '../shape'
import { z } from '../zod'

const ModelId = z.string().describe('Its id: "mobilesam" is the one that comes with the app, numbers are your own')

const DetectorFields = {
  kind: z.literal('detector').describe('Finds things'),
  family: z.enum(FAMILIES).describe('How its outputs are laid out'),
  task: z.enum(['detect', 'segment', 'pose']).describe('What it answers besides boxes'),
  input: z
    .object({
      name: z.string().describe('Of the input'),
      width: z.number().int().min(1).max(8192).describe('Pixels'),
      height: z.number().int().min(1).max(8192).describe('Pixels'),
    })
    .describe('The image'),
  sizeInput: z.string().optional().describe('The input that takes the size of the image, where there is one'),
  outputs: z.array(z.string()).min(1).describe('Names of the outputs, in the order of the layout'),
  names: z.array(z.string().max(200)).max(100_000).describe('Of the classes, by their numbers'),
  masks: z.number().int().min(0).max(1024).describe('Coefficients of a mask'),
  keypoints: z.number().int().min(0).max(1000).describe('How many'),
  keypointValues: z.union([z.literal(2), z.literal(3)]).describe('Numbers of a keypoint: x, y, and perhaps how sure'),
}

export const DetectorCard = z.object(DetectorFields).meta({ id: 'DetectorCard' })

export const Model = z
  .object({
    id: ModelId,
    name: z.string().describe('For people'),
    kind: z
      .enum(['segment', 'detect'])
      .describe('segment: finds the outline of what is pointed at; detect: finds all things'),
    size: z.number().int().describe('Bytes'),
    licence: z.string().describe('Its name or text'),
    source: z.string().describe('Where it came from'),
    ready: z.boolean().describe('false: not downloaded yet, or a part of the pair is missing'),
    shipped: z.boolean().describe('It comes with the app and cannot be removed'),
    card: DetectorCard.nullable().describe('Of a detector: what its outputs mean'),
  })
  .meta({ id: 'Model' })

export const ModelList = z
  .object({ models: z.array(Model).describe('The one that comes with the app first') })
  .meta({ id: 'ModelList' })

export const NewModel = z
  .object({
    upload: z.string().describe('Id of the upload: the ONNX file, or the encoder of a pair'),
    decoder: z.string().optional().describe("Id of the upload of a SAM pair's decoder"),
    name: z.string().trim().min(1).max(200).describe('For people'),
    licence: z.string().max(100_000).default('').describe('Its name or text'),
    source: z.string().max(2000).default('').describe('Where it came from'),
    card: DetectorCard.partial().optional().describe('What the file does not say of itself; wins over what it says'),
  })
  .meta({ id: 'NewModel' })

export const ModelPart = z.object({
  part: z.enum(['model', 'encoder', 'decoder']).default('model').describe('Which file of a pair'),
})

export const ModelQuery = z.object({
  download: boolParam
    .default(false)
    .describe('true: fetch the model that comes with the app first, when it is not here'),
})

const Point = z.tuple([z.number(), z.number()])
const Score = z.number().describe('0 to 1: how sure the model is')
const ModelName = z.union([z.string(), z.number()]).transform(String).meta({ type: 'string' })

export const SegmentRequest = z
  .object({
    points: z.array(Point).max(200).default([]).describe('[x, y] of each point'),
    labels: z
      .array(z.union([z.literal(0), z.literal(1)]))
      .max(200)
      .default([])
      .describe('Of each point: 1 belongs to it, 0 does not; all 1 if absent'),
    box: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .nullish()
      .describe('[x, y, width, height] around it'),
    model: ModelName.optional().describe('Id of a model; the one that comes with the app if absent'),
  })
  .meta({ id: 'SegmentRequest' })

export const SegmentAnswer = z
  .object({
    segmentation: z.array(z.array(z.number())).describe('Outer outlines: x1, y1, x2, y2, ...; empty: nothing is there'),
    rle: z
      .object({
        size: z.array(z.number().int()).describe('[height, width]'),
        counts: z.string().describe('Compressed run lengths'),
      })
      .describe('The mask, holes included'),
    bbox: z.array(z.number()).describe('[x, y, width, height] of the mask'),
    area: z.number().describe('Pixels of the mask'),
    score: Score,
  })
  .meta({ id: 'SegmentAnswer' })

export const DetectRequest = z
  .object({
    model: ModelName.describe('Id of a detector'),
    threshold: z.number().min(0).max(1).default(0.25).describe('Detections below are left out'),
    overlap: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Of two boxes of a class that overlap by more, the better one stays'),
    categories: z
      .record(z.string(), intParam)
      .optional()
      .describe('Category ids by the names of classes; other classes are left out'),
  })
  .meta({ id: 'DetectRequest' })

export const DetectAnswer = z
  .object({
    annotations: z
      .array(
        z.object({
          category_id: Id.optional().describe('As `categories` says'),
          class: z.string().optional().describe('Name of the class, where `categories` is absent'),
          bbox: z.array(z.number()).describe('[x, y, width, height]'),
          segmentation: Segmentation.optional(),
          keypoints: z.array(z.number()).optional().describe('x, y, visibility for each'),
          score: Score,
        }),
      )
      .describe('Best first'),
  })
  .meta({ id: 'DetectAnswer' })

export const DextrRequest = z
  .object({
    points: z.array(Point).describe('Leftmost, rightmost, topmost and bottommost of the object, in any order'),
    padding: z.number().nullish().describe('Is not needed'),
    threshold: z.number().nullish().describe('Is not needed'),
  })
  .meta({ id: 'DextrRequest' })

const Outlines = z.array(z.array(z.number()))

export const DextrAnswer = z
  .object({ segmentaiton: Outlines.describe('As older clients read it'), segmentation: Outlines.describe('The same') })
  .meta({ id: 'DextrAnswer' })

export const DetectedCoco = z
  .object({
    coco: z
      .object({
        images: z.array(z.looseObject({ id: Id })).describe('The file'),
        categories: z.array(z.looseObject({ id: Id, name: z.string().describe('Of the class') })).describe('Classes'),
        annotations: z
          .array(z.looseObject({ id: Id, category_id: Id, segmentation: Segmentation, score: Score }))
          .describe('What was found'),
      })
      .describe('COCO'),
  })
  .meta({ id: 'DetectedCoco' })

export type Model = z.infer<typeof Model>
export type NewModel = z.input<typeof NewModel>
export type SegmentRequest = z.infer<typeof SegmentRequest>
export type SegmentAnswer = z.infer<typeof SegmentAnswer>
export type DetectRequest = z.infer<typeof DetectRequest>
export type DetectAnswer = z.infer<typeof DetectAnswer>
