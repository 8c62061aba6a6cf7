/** Segment Anything's dataset: a JSON for each image with masks that have no class. */
import { broken } from '../broken'
import { finite, isObject, objectsOf, readJson, textOf } from '../json'
import { baseName, sample, stemOf } from '../paths'
import type { Bbox } from '../../geometry/box'
import type { Segmentation } from '../../shape/types'
import type { Format, ReadAnnotation, Reader } from '../types'

const looksSo = (text: string) =>
  /"image"\s*:\s*\{/.test(text) &&
  /"(annotations|predicted_iou|stability_score)"/.test(text) &&
  /"(image_id|file_name)"/.test(text)

const reader: Reader = {
  async detect({ names, head }, forced) {
    const files = names.filter((name) => /\.json$/i.test(name))
    const heads = await Promise.all(sample(files, 5).map(head))
    return files.length > 0 && (forced || heads.every(looksSo)) ? { labels: files } : null
  },
  async *read(label, source) {
    const file = readJson(await source.text(label), label)
    if (!isObject(file) || !isObject(file.image) || !Array.isArray(file.annotations))
      return source.lose('file-passed-over', label)
    const name = textOf(file.image.file_name) ?? ''
    const folder = label.slice(0, label.length - baseName(label).length)
    const image = source.find(...(name ? [`${folder}${name}`, name] : []), stemOf(label))
    if (!image) source.lose('image-missing', label)
    const [width = 0, height = 0] = [finite(file.image.width), finite(file.image.height)]
    const size = (image && (await source.size(image))) ?? (width >= 1 && height >= 1 ? { width, height } : null)
    if (!size || (!image && name === '')) return source.lose('image-unreadable', label)
    const category = source.categories.number('object')
    const annotations = objectsOf(file.annotations).map(
      ({ segmentation, bbox, area, predicted_iou, stability_score, point_coords, crop_box }, index): ReadAnnotation => {
        if (!isObject(segmentation) && !Array.isArray(segmentation))
          throw broken(label, `annotation ${index + 1} has no segmentation.`)
        const isBox = Array.isArray(bbox) && bbox.length === 4 && bbox.every((each) => finite(each) !== undefined)
        const measures = isBox && finite(area) !== undefined ? { bbox: bbox as Bbox, area: area as number } : {}
        const metadata = Object.fromEntries(
          Object.entries({ stability_score, point_coords, crop_box }).filter(([, value]) => value !== undefined),
        )
        const score = finite(predicted_iou)
        return {
          category,
          segmentation: segmentation as Segmentation,
          ...measures,
          ...(score === undefined ? {} : { score }),
          ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
        }
      },
    )
    yield { path: image?.path ?? name, ...size, annotations }
  },
}

export const sa1b: Format = {
  id: 'sa1b',
  name: 'Segment Anything (SA-1B)',
  holds: {
    boxes: false,
    polygons: false,
    masks: true,
    keypoints: false,
    holes: true,
    crowd: false,
    attributes: true,
    tags: false,
    splits: false,
    scores: true,
  },
  reader,
}
