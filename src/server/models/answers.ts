/** What a model found, as the API answers it. */
import type { Detected } from '@/contract/channels/modelChannel'
import type { DetectAnswer, SegmentAnswer } from '@/contract/models/model'
import { rleArea, rleBbox } from '@/core/mask/measure'
import { compressRle } from '@/core/mask/rle'
import type { Detection } from '@/core/models/detections'
import type { Candidate } from '@/core/models/sam'
import { shapeToRle } from '@/core/shape/shape'
import type { Part, Segmentation, Size } from '@/core/shape/types'

const outlines = (parts: readonly Part[]) => parts.map(({ outer }) => outer)

export function segmentAnswer(best: Candidate | undefined, size: Size): SegmentAnswer {
  const { parts, score } = best ?? { parts: [], score: 0 }
  const rle = shapeToRle({ kind: 'polygons', parts }, size)
  const { size: extent, counts } = compressRle(rle)
  return {
    segmentation: outlines(parts),
    rle: { size: [...extent], counts: String(counts) },
    bbox: rleBbox(rle),
    area: rleArea(rle),
    score,
  }
}

/** A shape with holes is a mask: outlines would fill them. */
function segmentationOf(parts: Part[], size: Size): Segmentation {
  return parts.every(({ holes }) => holes.length === 0)
    ? outlines(parts)
    : compressRle(shapeToRle({ kind: 'polygons', parts }, size))
}

/** `categories`: ids by class; other classes are left out. */
export function detectAnswer({ names, detections, size }: Detected, categories?: Record<string, number>): DetectAnswer {
  return {
    annotations: detections.flatMap(({ label, bbox, score, parts, keypoints }) => {
      const name = names[label] ?? `class ${label}`
      if (categories && !Object.hasOwn(categories, name)) return []
      return [
        {
          ...(categories ? { category_id: categories[name] } : { class: name }),
          bbox,
          score,
          ...(parts && parts.length > 0 ? { segmentation: segmentationOf(parts, size) } : {}),
          ...(keypoints ? { keypoints } : {}),
        },
      ]
    }),
  }
}

/** As the old client reads it: each annotation with a segmentation. */
export function detectedCoco({ names, detections, size }: Detected, file: Blob) {
  const used = [...new Set(detections.map(({ label }) => label))].sort((a, b) => a - b)
  return {
    images: [{ id: 1, file_name: (file as Partial<File>).name ?? '', ...size }],
    categories: used.map((label) => ({ id: label + 1, name: names[label] ?? `class ${label}`, supercategory: '' })),
    annotations: detections.map((found, index) => ({
      id: index + 1,
      image_id: 1,
      category_id: found.label + 1,
      bbox: found.bbox,
      area: areaOf(found, size),
      iscrowd: 0,
      score: found.score,
      isbbox: !found.parts?.length,
      segmentation: found.parts?.length ? segmentationOf(found.parts, size) : corners(found),
      keypoints: found.keypoints ?? [],
    })),
  }
}

const corners = ({ bbox: [x, y, width, height] }: Detection) => [
  [x, y, x + width, y, x + width, y + height, x, y + height],
]

const areaOf = ({ parts, bbox }: Detection, size: Size) =>
  parts?.length ? rleArea(shapeToRle({ kind: 'polygons', parts }, size)) : bbox[2] * bbox[3]
