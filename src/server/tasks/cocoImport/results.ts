/**
 * Lists of results, as pycocotools' loadRes reads them: `[{ image_id, category_id, bbox | segmentation | keypoints, score }, …]`. They name images
 * and categories by the ids of the file that a model was evaluated on: of an export with our ids, or of the file that was imported here.
 */
import type { CocoImportQuery } from '@/contract/coco'
import { exports } from '../../db/tasks/exports'
import { categories as categoryRows } from '../../db/datasets/categories'
import type { DatasetRow } from '../../db/store/rows'
import { writeCategory } from '@/core/coco/objectsOut'

type SourceId = number | string
type Links = Map<SourceId, number>
interface Ids {
  images: Links
  categories: Links
}
interface Used {
  images: Set<SourceId>
  categories: Set<SourceId>
}

/** Characters that the first entry is looked for in. */
const HEAD = 4096
const PIECE = 4 * 1024 * 1024
/** Longer than any pair of a key and an id. */
const OVERLAP = 400

export async function isResultsFile(blob: Blob): Promise<boolean> {
  const head = await blob.slice(0, HEAD).text()
  return /^\uFEFF?\s*\[\s*\{/.test(head) && /"image_id"\s*:/.test(head) && /"category_id"\s*:/.test(head)
}

/** The same as a COCO file, with the images and categories of the dataset. */
export async function resultsAsCoco(
  blob: Blob,
  dataset: DatasetRow,
  wanted: CocoImportQuery['result_ids'],
): Promise<Blob> {
  const all = await idsOf(dataset)
  const ids = wanted === 'auto' ? fitting(all, await usedIn(blob)) : all[wanted]
  const sources = new Map([...ids.images].map(([source, id]) => [id, source]))
  const parts: BlobPart[] = [
    `{"categories":${JSON.stringify(await categoriesOf(dataset, ids.categories))},\n"images":[`,
  ]
  let isFirst = true
  for await (const batch of exports.images(dataset.id)) {
    const entries = batch.flatMap(({ id, path, width, height }) => {
      const source = sources.get(id)
      return source === undefined ? [] : [JSON.stringify({ id: source, file_name: path, width, height })]
    })
    if (entries.length === 0) continue
    parts.push(`${isFirst ? '' : ',\n'}${entries.join(',\n')}`)
    isFirst = false
  }
  return new Blob([...parts, '],\n"annotations":', await withoutMark(blob), '}'], { type: 'application/json' })
}

const withoutMark = async (blob: Blob) => ((await blob.slice(0, 3).text()) === '\uFEFF' ? blob.slice(3) : blob)

async function categoriesOf(dataset: DatasetRow, links: Links) {
  const sources = new Map([...links].map(([source, id]) => [id, source]))
  const rows = await categoryRows.ofDataset(dataset)
  return rows.flatMap((row) => {
    const source = sources.get(row.id)
    return source === undefined ? [] : [writeCategory(row, source, 'clean')]
  })
}

async function idsOf(dataset: DatasetRow): Promise<Record<'ours' | 'imported', Ids>> {
  const images = await exports.imageIds(dataset.id)
  const categories = (await categoryRows.ofDataset(dataset)).map(({ id }) => id)
  const imports = await exports.imports(dataset.id)
  const own = (list: number[]) => new Map<SourceId, number>(list.map((id) => [id, id]))
  // of two files that give an id to different objects the first one is meant
  const linked = (links: [SourceId, number][]) => new Map(links.toReversed())
  return {
    ours: { images: own(images), categories: own(categories) },
    imported: {
      images: linked(imports.flatMap((each) => each.images)),
      categories: linked(imports.flatMap((each) => each.categories)),
    },
  }
}

/** Those that know more of the images, then of the categories; ours where both know the same. */
function fitting({ ours, imported }: Record<'ours' | 'imported', Ids>, used: Used): Ids {
  const known = ({ images, categories }: Ids) => {
    const count = (set: Set<SourceId>, links: Links) => [...set].filter((id) => links.has(id)).length
    return [count(used.images, images), count(used.categories, categories)] as const
  }
  const [[images, categories], [images2, categories2]] = [known(ours), known(imported)]
  return images2 > images || (images2 === images && categories2 > categories) ? imported : ours
}

async function usedIn(blob: Blob): Promise<Used> {
  const used: Used = { images: new Set(), categories: new Set() }
  const decoder = new TextDecoder()
  let rest = ''
  for (let at = 0; at < blob.size; at += PIECE) {
    const text = rest + decoder.decode(await blob.slice(at, at + PIECE).arrayBuffer(), { stream: true })
    for (const [, key, value = ''] of text.matchAll(
      /"(image_id|category_id)"\s*:\s*(-?\d+(?=[^\d.eE])|"(?:[^"\\]|\\.)*")/g,
    ))
      (key === 'image_id' ? used.images : used.categories).add(JSON.parse(value) as SourceId)
    rest = text.slice(-OVERLAP)
  }
  return used
}
