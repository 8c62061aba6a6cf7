// Reading and writing of one image by the annotator: data, changes, undo, redo, history. Schemas: src/contract/annotator.ts
import { http } from 'msw'
import {
  AnnotatorChanges,
  AnnotatorDataQuery,
  HistoryStep,
  type AnnotationChange,
  type AnnotationOfImage,
  type AnnotatorChangesResult,
  type AnnotatorData,
} from '@/contract/annotator'
import { ApiError, badRequest, invalidParameters } from '@/contract/errors'
import {
  applyChanges,
  changeImage,
  readChangeContext,
  StaleChange,
  type AnnotationChange as StoredChange,
  type EditedImage,
  type ChangeContext,
} from '../../db/annotations/annotationChanges'
import { stepHistory } from '../../db/history/annotationHistory'
import { annotations } from '../../db/annotations/annotations'
import { readAnnotatorData } from '../../db/annotations/annotatorData'
import { categories } from '../../db/datasets/categories'
import { datasets } from '../../db/datasets/datasets'
import { history, listed, type Direction } from '../../db/history/history'
import { images } from '../../db/images/images'
import { preferences } from '../../db/preferences'
import type { AnnotationRow, ImageRow } from '../../db/store/rows'
import { lastChange, write } from '../../db/store/write'
import { answerOnce, json, path, readBody, readId, readJson, readQuery, readSession } from '../http/request'
import { serialiseAnnotation, serialiseLean } from '../serialise/annotation'
import { parseFields } from '../serialise/annotationFields'
import { serialiseCategory } from '../serialise/category'
import { serialiseDataset, PERMISSIONS } from '../serialise/dataset'
import { serialiseImage } from '../serialise/image'
import { annotationChanges, categoryChanges, imageFields } from '../serialise/postedData'
import { readPosted } from '../serialise/readPosted'
import { Remarks } from '../serialise/remarks'

function there(row: ImageRow | undefined): ImageRow {
  if (row) return row
  throw badRequest('Image does not exist')
}

const findImage = async (id: number): Promise<ImageRow> => there(await images.find(id))

const readData = http.get(path('/annotator/data/:id'), async ({ request, params }) => {
  const { paper_object: paperObject, lean } = readQuery(request, AnnotatorDataQuery)
  const [{ image, dataset, place, ...rows }, preferred] = await Promise.all([
    readAnnotatorData(readId(params)),
    preferences.read(),
  ])
  const { previous, next, index, total } = place
  const serialise = (row: AnnotationRow) => (lean ? serialiseLean(row) : serialiseAnnotation(row, { paperObject }))
  const ofCategory = new Map(rows.categories.map(({ id }) => [id, [] as AnnotationOfImage[]]))
  for (const row of rows.annotations.sort((a, b) => a.id - b.id)) ofCategory.get(row.category_id)?.push(serialise(row))
  const data: AnnotatorData = {
    image: { ...serialiseImage(image, dataset.name), previous, next },
    categories: rows.categories.map((row) => ({
      ...serialiseCategory(row),
      show: true,
      visualize: false,
      annotations: ofCategory.get(row.id) ?? [],
    })),
    dataset: serialiseDataset(dataset),
    settings: [],
    preferences: preferred,
    permissions: { dataset: PERMISSIONS, image: { delete: true, download: true } },
    position: { index, total },
    history: rows.history,
  }
  return json(data)
})

/** Saves a whole image, as older clients do, whatever the content type. */
const saveData = http.post(path('/annotator/data'), async ({ request }) => {
  const body = await readJson(request)
  const remarks = new Remarks()
  const posted = readPosted(body, remarks)
  const [image, drawn, all] = await Promise.all([
    findImage(posted.image.id),
    annotations.ofImage(posted.image.id, { deleted: true }),
    categories.list(),
  ])
  const rows = new Map(drawn.map((row) => [row.id, row]))
  const known = new Map(all.map((row) => [row.id, row]))
  const { user: wanted, annotate_url: url } = posted
  const hasPreferences = wanted !== undefined && Object.keys(wanted).length > 0 && preferences.fit(wanted)
  if (wanted && !preferences.fit(wanted)) remarks.passedOver('user', 'more than a megabyte of preferences')
  const ofKnown = posted.categories.filter(({ id }) => known.has(id))
  const changes = annotationChanges(ofKnown, rows)
  const looks = categoryChanges(posted.categories, known)
  return answerOnce(request, () =>
    write(async () => {
      for (const { id, fields } of looks) await categories.update(id, fields)
      await applyChanges(changes, { image: imageFields(posted, image) })
      if (hasPreferences) await preferences.replace(wanted)
      if (url !== undefined) await datasets.annotateAt(image.dataset_id, url)
      return { ...(body as object), success: true, ...remarks.answer() }
    }),
  )
})

const saveChanges = http.post(path('/annotator/changes'), async ({ request }) => {
  const { image_id, label, changes } = await readBody(request, AnnotatorChanges)
  const by = readSession(request)
  const wanted = {
    ids: changes.flatMap(({ id }) => id ?? []),
    images: [image_id],
    draw: changes.filter(({ id }) => id === undefined).length,
    categories: changes.flatMap(({ after }) => after?.category_id ?? []),
  }
  const change = async (ground: ChangeContext) => {
    const image = there(ground.edit.findImage(image_id))
    const stored = changes.map((each, index) => toStored(each, index, image))
    return result(await changeImage(stored, { image_id, label, by }, ground))
  }
  try {
    return await answerOnce(request, change, { read: () => readChangeContext(wanted, image_id) })
  } catch (error) {
    throw error instanceof StaleChange ? conflict(error.rows, changes) : error
  }
})

function toStored({ id, base_revision: base, after }: AnnotationChange, index: number, image: ImageRow): StoredChange {
  if (id !== undefined)
    return after ? { kind: 'update', id, base, fields: parseFields(after, image) } : { kind: 'delete', id, base }
  if (!after)
    throw invalidParameters({
      [`changes.${index}.id`]: 'A change without an id makes an annotation, so it needs `after`',
    })
  const { category_id } = after
  if (category_id === undefined)
    throw invalidParameters({ [`changes.${index}.after.category_id`]: 'A new annotation needs a category' })
  return { kind: 'create', image_id: image.id, fields: { ...parseFields(after, image), category_id } }
}

function conflict(rows: AnnotationRow[], changes: AnnotationChange[]): ApiError {
  const conflicts = rows.map((row) => ({
    stored: serialiseAnnotation(row, { paperObject: false }),
    posted: changes.find(({ id }) => id === row.id),
  }))
  const message =
    'The annotation was changed meanwhile, so nothing was stored. Read the image again, then make the change anew.'
  return new ApiError(409, message, { success: false, conflicts })
}

/** Within the transaction of the change, so that the sequence number is its own. */
async function result({ rows, seq, image, dataset, history, step }: EditedImage): Promise<AnnotatorChangesResult> {
  return {
    success: true,
    seq: seq ?? (await lastChange()),
    annotations: rows.map((row) => serialiseAnnotation(row, { paperObject: false })),
    image: serialiseImage(image, dataset?.name ?? ''),
    history: listed(history),
    step,
  }
}

const step = (direction: Direction) =>
  http.post(path(`/annotator/${direction}`), async ({ request }) => {
    const { image_id, seq } = await readBody(request, HistoryStep)
    const by = readSession(request)
    return answerOnce(request, () =>
      write(async () => {
        await findImage(image_id)
        return result(await stepHistory(image_id, { direction, by, seq }))
      }),
    )
  })

export const annotatorHandlers = [
  readData,
  saveData,
  saveChanges,
  step('undo'),
  step('redo'),
  http.get(path('/annotator/history/:id'), async ({ params }) =>
    json(await history.list((await findImage(readId(params))).id)),
  ),
]
