/**
 * Third phase: finds the image of the dataset for each one of the file, a staged record at a time. Those that the dataset
 * lacks become placeholders when that was asked for; else they are reported, and their annotations passed over.
 */
import { checkImage, type UsableImage } from '@/core/coco/check/image'
import { matchImage, addToIndex, newPathIndex, type PathIndex } from '@/core/coco/matchImages'
import { normalisePath } from '@/core/paths'
import { imports } from '../../db/imports'
import { staging } from '../../db/staging'
import type { ImageRow } from '../../db/rows'
import type { Memory, Outcome, Step } from '../kind'
import { Notebook } from './notes'
import type { CocoOptions, CocoSource, CocoState } from './state'

/** Source id, our id (below 0 in a dry run: not there yet), width and height in pixels. */
export type ImageLink = [source: number | string, id: number, width: number, height: number]

type Finish = (state: CocoState, notebook: Notebook) => Outcome

interface Plan {
  links: ImageLink[]
  placeholders: { image: UsableImage; path: string }[]
  /** Further entries for the path of a placeholder. */
  twins: { image: UsableImage; path: string }[]
  /** Fields of the file that an image lacks. */
  completed: ImageRow[]
}

export async function imagesStep(options: CocoOptions, source: CocoSource, state: CocoState, memory: Memory, outcome: Finish): Promise<Step> {
  const next: CocoState = { ...state, counts: { ...state.counts, images: { ...state.counts.images } } }
  const text = (await staging.get(options.task, 'coco/images', state.at)) as string | undefined
  if (text === undefined) {
    memory.delete('paths')
    return { tables: 'staging', commit: async () => outcome({ ...next, phase: 'annotations', at: 0, within: 0 }, new Notebook(state.notes)) }
  }
  const entries = JSON.parse(text) as Record<string, unknown>[]
  const index = await pathIndex(options, memory)
  const notebook = new Notebook(state.notes)
  const plan = await planImages(entries, index, options, source, next, notebook)
  next.at++
  return {
    tables: 'all',
    commit: async (note) => {
      const links = options.dry_run ? pretend(plan, index) : await imports.insertPlaceholders(options.dataset, plan.placeholders, next.used.image)
      for (const [position, { path }] of plan.placeholders.entries()) addToIndex(index, path, links[position]![1])
      for (const { image, path } of plan.twins) links.push([image.id, index.byPath.get(path)!, image.width, image.height])
      if (!options.dry_run) await imports.completeImages(plan.completed, note)
      await staging.put(options.task, 'coco/image links', state.at, [...plan.links, ...links])
      return outcome(next, notebook)
    },
  }
}

/** A dry run gives placeholders numbers of its own. */
const pretend = ({ placeholders }: Plan, index: PathIndex): ImageLink[] =>
  placeholders.map(({ image }, position) => [image.id, -1 - index.byPath.size - position, image.width, image.height])

async function pathIndex({ dataset }: CocoOptions, memory: Memory): Promise<PathIndex> {
  const known = memory.get('paths') as PathIndex | undefined
  if (known) return known
  const index = newPathIndex(await imports.paths(dataset))
  memory.set('paths', index)
  return index
}

async function planImages(
  entries: Record<string, unknown>[], index: PathIndex, options: CocoOptions, source: CocoSource, next: CocoState, notebook: Notebook,
): Promise<Plan> {
  const plan: Plan = { links: [], placeholders: [], twins: [], completed: [] }
  const counts = next.counts.images
  const matched: { image: UsableImage; id: number }[] = []
  const planned = new Set<string>()
  const trashed = options.add_missing ? await imports.trashedPaths(options.dataset) : new Set<string>()
  for (const entry of entries) {
    counts.total++
    const usable = usableImage(entry, notebook)
    if (!usable) continue
    const { image, path } = usable
    const match = matchImage(index, path, source.folder)
    const newPath = source.folder ? `${source.folder}/${path}` : path
    if (typeof match === 'object') matched.push({ image, id: match.id })
    else if (match === 'ambiguous') {
      counts.ambiguous++
      notebook.add('images with several files to choose from', 'ERROR', { file_name: image.file_name, message: 'To many images found with the same file name.' })
    } else if (!options.add_missing) {
      counts.missing++
      notebook.add('images not found', 'ERROR', { file_name: image.file_name, message: 'Could not find image.' })
    } else if (trashed.has(newPath)) {
      counts.missing++
      notebook.add('images in the trash', 'ERROR', { file_name: image.file_name, message: 'This image is in the trash. Restore it, then import again.' })
    } else if (planned.has(newPath)) {
      counts.matched++
      plan.twins.push({ image, path: newPath })
      notebook.add('images named twice', 'WARNING', { file_name: image.file_name, message: 'The file names this image twice.' })
    } else {
      counts.added++
      planned.add(newPath)
      plan.placeholders.push({ image, path: newPath })
    }
  }
  counts.matched += matched.length
  await linkMatched(matched, plan, notebook)
  return plan
}

function usableImage(entry: Record<string, unknown>, notebook: Notebook): { image: UsableImage; path: string } | undefined {
  const { usable, problems } = checkImage(entry)
  const name = typeof entry.file_name === 'string' ? entry.file_name : String(entry.id)
  const refuse = (message: string) => {
    notebook.add('images refused', 'ERROR', { file_name: name, message })
    return undefined
  }
  if (!usable) return refuse(problems.find((problem) => !problem.repair)?.message ?? 'It cannot be used.')
  try {
    return { image: usable, path: normalisePath(usable.file_name) }
  } catch (error) {
    return refuse((error as Error).message)
  }
}

/** Takes the size of the picture, and names those that the file says otherwise. */
async function linkMatched(matched: { image: UsableImage; id: number }[], plan: Plan, notebook: Notebook): Promise<void> {
  const rows = await imports.imageRows(matched.filter(({ id }) => id > 0).map(({ id }) => id))
  for (const { image, id } of matched) {
    const row = rows.get(id)
    plan.links.push([image.id, id, row?.width ?? image.width, row?.height ?? image.height])
    if (!row) continue
    const isOther = image.width > 0 && image.height > 0 && (image.width !== row.width || image.height !== row.height)
    if (isOther) {
      const message = `The file says ${image.width} x ${image.height} pixels, the picture has ${row.width} x ${row.height}.`
      notebook.add('images of another size', 'WARNING', { file_name: image.file_name, message })
    }
    const completed = imports.withFields(row, image.extra)
    if (completed) plan.completed.push(completed)
  }
}

