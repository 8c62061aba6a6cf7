/** Dataset formats. The table comes from core/formats. */
import { FORMAT_IDS } from '@/core/formats/types'
import { z } from './zod'

export const FormatId = z.enum(FORMAT_IDS)

export const FormatEntry = z
  .object({
    id: FormatId.describe('For `format=`'),
    name: z.string().describe('As people know it'),
    reads: z.boolean().describe('An archive of it can be imported'),
    writes: z.boolean().describe('A dataset can be exported as it'),
    holds: z
      .object({
        boxes: z.boolean().describe('Boxes'),
        polygons: z.boolean().describe('Outlines'),
        masks: z.boolean().describe('Masks, pixel by pixel'),
        keypoints: z.boolean().describe('Keypoints'),
        holes: z.boolean().describe('Shapes with holes'),
        crowd: z.boolean().describe('Crowds'),
        attributes: z.boolean().describe('Metadata of annotations'),
        tags: z.boolean().describe('Metadata of images'),
        splits: z.boolean().describe('Which part of a training set an image belongs to'),
        scores: z.boolean().describe('Scores of predictions'),
      })
      .describe('What it has a place for'),
  })
  .meta({ id: 'Format' })

export const Formats = z.object({ formats: z.array(FormatEntry).describe('All of them') }).meta({ id: 'Formats' })

/** A loss: something that a format leaves out or changes. */
export const Loss = z
  .object({
    code: z.string().describe('What kind of loss, as `holes-bridged`'),
    params: z.record(z.string(), z.union([z.string(), z.number()])).describe('What the sentence is filled with'),
    message: z.string().describe('One sentence for people'),
    count: z.number().int().describe('How many annotations, images or files it is about'),
    images: z.array(z.number().int()).optional().describe('Of an export: ids of the first 20 images'),
  })
  .meta({ id: 'Loss' })

export const ExportPreview = z
  .object({
    format: FormatId.describe('Of the export'),
    images: z.number().int().describe('That label files list'),
    annotations: z.number().int().describe('That are written'),
    splits: z
      .record(
        z.string(),
        z.object({ images: z.number().int().describe('Listed'), annotations: z.number().int().describe('Written') }),
      )
      .describe('By part; one that is called "" where there are none'),
    files: z.array(z.string()).describe('The first 20 paths of the archive'),
    losses: z.array(Loss).describe('What gets lost or changed'),
  })
  .meta({ id: 'ExportPreview' })

export type FormatEntry = z.infer<typeof FormatEntry>
export type Loss = z.infer<typeof Loss>
export type ExportPreview = z.infer<typeof ExportPreview>
