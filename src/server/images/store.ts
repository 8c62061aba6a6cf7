/** Puts examined images where they belong: into a new image, into a placeholder that waited for it, or in storeOne of another. */
import { badRequest } from '@/contract/errors'
import { InvalidInput } from '@/core/errors'
import { normalisePath, numberedPaths } from '@/core/paths'
import { files } from '../db/images/files'
import { images } from '../db/images/images'
import type { ImageRow } from '../db/store/rows'
import { thumbnails } from '../db/images/thumbnails'
import { write } from '../db/store/write'
import type { ExaminedImage } from './examine'
import type { OnOtherSize } from '@/core/shape/atSize'
import { fitAnnotations } from './otherSize'
import { orientWaiting } from './orientWaiting'

/** When the path is taken by an image. */
export type OnConflict = 'refuse' | 'skip' | 'replace' | 'rename'
/** When an image of the dataset has the same bytes. */
export type OnDuplicate = 'keep' | 'skip'
export type Outcome = 'added' | 'filled' | 'replaced' | 'renamed' | 'skipped'

export interface NewImage {
  datasetId: number
  path: string
  blob: Blob
  facts: ExaminedImage
  onConflict: OnConflict
  /** Kept if absent. */
  onDuplicate?: OnDuplicate
  /** When its annotations were made on an image of another size; cropped if absent. */
  onOtherSize?: OnOtherSize
}

export interface StoredImageResult {
  outcome: Outcome
  image: ImageRow
  /** Another image of the dataset that is the same image. */
  twin?: ImageRow
  /** Sentences for people: what is shown otherwise than the file has it, what no longer fits. */
  notes: string[]
  /** Of these, the one that says that the annotations count another size. */
  misfit?: string
}

/** Most numbered names that are tried for an image. */
const MAX_TRIES = 10_000

/** All or nothing; joins the transaction it is called in. */
export const storeImage = (newImage: NewImage): Promise<StoredImageResult> => write(() => storeOne(newImage))

/** Within a transaction. What it refuses it refuses before it writes anything, so that others may be stored after all. */
export async function storeOne(newImage: NewImage): Promise<StoredImageResult> {
  const { datasetId, facts, onConflict } = newImage
  const path = checkedPath(newImage.path)
  const taken = await images.findByPath(datasetId, path)
  if (!taken) return add(newImage, path, 'added')
  if (onConflict === 'rename' && (taken.deleted || !taken.placeholder))
    return add(newImage, await freePath(datasetId, path), 'renamed')
  if (taken.deleted && onConflict !== 'skip')
    throw badRequest(`file already exists: ${path}. It is in the trash: restore it there, or delete it for good.`)
  if (taken.deleted) return { outcome: 'skipped', image: taken, notes: [] }
  if (taken.placeholder) return exchange(newImage, taken, 'filled')
  if (onConflict === 'replace') return exchange(newImage, taken, 'replaced')
  if (onConflict === 'skip') return { outcome: 'skipped', image: taken, notes: facts.notes }
  const identical = (await files.find(taken.id))?.hash === facts.hash
  throw badRequest(`file already exists: ${path}. Give it another name, or send on_conflict=skip, replace or rename.`, {
    identical,
  })
}

async function add(
  { datasetId, blob, facts, onDuplicate }: NewImage,
  path: string,
  outcome: Outcome,
): Promise<StoredImageResult> {
  const twin = await twinOf(datasetId, facts.hash)
  if (twin && onDuplicate === 'skip')
    return {
      outcome: 'skipped',
      image: twin,
      twin,
      notes: [`It is the same image as "${twin.path}", and was left out.`],
    }
  const [image] = await insert([{ datasetId, path, blob, facts }])
  const notes = twin ? [...facts.notes, `It is the same image as "${twin.path}".`] : facts.notes
  return { outcome, image: image!, twin, notes }
}

/** Of new paths, as they are. Within a transaction. */
export function insert(list: Pick<NewImage, 'datasetId' | 'path' | 'blob' | 'facts'>[]): Promise<ImageRow[]> {
  const fresh = list.map(({ datasetId, path, facts: { width, height, orientation } }) => ({
    dataset_id: datasetId,
    path,
    width,
    height,
    orientation,
  }))
  return images.insertAll(fresh, (rows) =>
    files.putAll(rows.map((row, at) => fileRow(row, list[at]!.blob, list[at]!.facts))),
  )
}

/** The first image of the dataset with these bytes, not in the trash. */
async function twinOf(datasetId: number, hash: string): Promise<ImageRow | undefined> {
  const ids = await files.idsByHash(hash)
  return (await images.findAll(ids)).find(({ dataset_id, deleted }) => dataset_id === datasetId && !deleted)
}

/** The annotations stay where they are, in pixels, or are scaled with the image; those that waited for the image may count it as it is stored. Within a transaction. */
export async function exchange(
  { blob, facts, onOtherSize = 'crop' }: Pick<NewImage, 'blob' | 'facts' | 'onOtherSize'>,
  before: ImageRow,
  outcome: Outcome,
): Promise<StoredImageResult> {
  const { width, height, orientation } = facts
  const turning = outcome === 'filled' ? await orientWaiting(before, facts) : []
  const image = await images.change(before.id, { width, height, orientation, placeholder: false })
  await files.put(fileRow(image, blob, facts))
  await thumbnails.drop(image.id)
  const fits = before.width === width && before.height === height
  if (!fits) await fitAnnotations(image.id, facts, onOtherSize)
  const isFine = fits || before.num_annotations === 0 || turning.length > 0
  const misfit = isFine ? undefined : misfitOf(before, facts, onOtherSize)
  return { outcome, image, notes: [...facts.notes, ...turning, ...(misfit ? [misfit] : [])], misfit }
}

function misfitOf(before: ImageRow, { width, height }: ExaminedImage, how: OnOtherSize): string {
  if (before.width === 0 || before.height === 0)
    return `Its size was not known; the image has ${width} x ${height} pixels, and its annotations count those.`
  const fate = how === 'scale' ? ' They are scaled with it.' : ''
  return `The annotations were made on ${before.width} x ${before.height} pixels; the image has ${width} x ${height}.${fate}`
}

const fileRow = (
  { id, dataset_id }: ImageRow,
  blob: Blob,
  { type, crc32, hash, orientation, has_alpha }: ExaminedImage,
) => ({ image_id: id, dataset_id, blob, type, crc32, hash, orientation, has_alpha })

export function checkedPath(path: string): string {
  try {
    return normalisePath(path)
  } catch (error) {
    if (error instanceof InvalidInput) throw badRequest(`"${path.slice(0, 200)}": ${error.message}`)
    throw error
  }
}

/** The first free path with a number before the ending. */
async function freePath(datasetId: number, path: string): Promise<string> {
  let tries = 0
  for (const numbered of numberedPaths(path)) {
    const candidate = checkedPath(numbered)
    if (!(await images.findByPath(datasetId, candidate))) return candidate
    if (++tries === MAX_TRIES) break
  }
  throw badRequest(
    `file already exists: ${path}, and as many others with numbers after the name. Give it another name.`,
  )
}
