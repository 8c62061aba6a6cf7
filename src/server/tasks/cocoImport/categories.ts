/**
 * Second phase: categories, matched by name, new ones made (in a dry run only counted). This is the first step that the user
 * sees, and the file is known to be whole. In the same transaction the ids of the file are reserved.
 */
import { checkCategory, type UsableCategory } from '@/core/coco/check/image'
import { OWN_KEY } from '@/core/coco/ownKey'
import { isFatal } from '@/core/coco/check/annotation'
import { imports } from '../../db/tasks/imports'
import type { CategoryRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { RecordChange } from '../../db/store/write'
import type { Outcome, Step } from '../kind'
import { ReportWriter } from './report'
import { isOurId, type CocoOptions, type CocoState } from './state'

/** Source id, our id (below 0 in a dry run: not made yet), how many keypoints. */
export type CategoryLink = [source: number | string, id: number, keypoints: number]

type Finish = (state: CocoState, notebook: ReportWriter) => Outcome

export async function categoriesStep(options: CocoOptions, state: CocoState, outcome: Finish): Promise<Step> {
  const texts = (await staging.all(options.task, 'coco/categories')) as string[]
  const entries = texts.flatMap((text) => JSON.parse(text) as Record<string, unknown>[])
  return {
    tables: 'all',
    commit: async (note) => {
      const notebook = new ReportWriter(state.notes)
      const counts = { total: entries.length, created: 0, matched: 0 }
      const usable = check(entries, notebook)
      const category = Math.max(0, ...usable.map(({ id }) => id).filter(isOurId))
      const image = options.add_missing ? state.largest.image : 0
      const used = await imports.reserve(options.dry_run, { ...state.largest, image, category })
      const links = await linkAll(usable, options, counts, used.category, notebook, note)
      if (!options.dry_run) await imports.addCategories(options.dataset, links.map(([, id]) => id), note)
      await staging.put(options.task, 'coco/links', 0, links)
      const import_id = options.dry_run ? 0 : await imports.nextId()
      const next: CocoState = { ...state, phase: 'images', at: 0, used, import_id, counts: { ...state.counts, categories: counts } }
      return outcome(next, notebook)
    },
  }
}

function check(entries: Record<string, unknown>[], notebook: ReportWriter): UsableCategory[] {
  const names = new Set<string>()
  return entries.flatMap((entry) => {
    const { usable, problems } = checkCategory(entry)
    const name = typeof entry.name === 'string' ? entry.name : String(entry.id)
    if (usable && names.has(usable.name)) notebook.add('categories named twice', 'WARNING', { category: name, message: 'The file has two categories of this name; they become one.' })
    if (usable) names.add(usable.name)
    for (const problem of problems) {
      if (isFatal(problem)) notebook.add('categories refused', 'ERROR', { category: name, message: problem.message })
      else notebook.log.push({ level: 'WARNING', text: problem.message })
    }
    return usable ? [usable] : []
  })
}

async function linkAll(
  usable: UsableCategory[], options: CocoOptions, counts: { created: number; matched: number }, used: number, notebook: ReportWriter, note: RecordChange,
): Promise<CategoryLink[]> {
  const known = await imports.categoriesByName(new Set(usable.map(({ name }) => name)), options.dry_run, note)
  const made = options.dry_run ? new Map<string, CategoryRow>() : await makeLacking(usable, known, used)
  const links: CategoryLink[] = []
  for (const { id, name, keypoints } of usable) {
    const row = known.get(name)
    if (row) {
      counts.matched++
      links.push([id, row.id, keypoints.length || row.keypoint_labels.length])
      continue
    }
    counts.created++
    notebook.add('categories created', 'INFO', { category: name, message: `Creating category ${name}.` })
    links.push([id, made.get(name)?.id ?? -1 - links.length, keypoints.length])
    // another entry of this name finds it
    if (made.has(name)) known.set(name, made.get(name)!)
  }
  return links
}

/** Those that are not there yet, by name: of entries that share one, the first counts. */
async function makeLacking(usable: UsableCategory[], known: ReadonlyMap<string, CategoryRow>, used: number): Promise<Map<string, CategoryRow>> {
  const lacking = new Map<string, UsableCategory>()
  for (const each of usable) if (!known.has(each.name) && !lacking.has(each.name)) lacking.set(each.name, each)
  const rows = await imports.createCategories([...lacking.values()].map((each) => ({ fields: rowOf(each), wanted: isOurId(each.id) ? each.id : undefined })), used)
  return new Map(rows.map((row) => [row.name, row]))
}

function rowOf({ name, supercategory, color: stated, keypoints, skeleton, extra }: UsableCategory) {
  const { [OWN_KEY]: own, ...fields } = extra
  const { metadata, keypoint_colors, color = stated, ...rest } = { ...fields, ...ownFields(own) }
  const isPlain = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
  const colors = Array.isArray(keypoint_colors) && keypoint_colors.every((each) => typeof each === 'string')
  return {
    name,
    supercategory: supercategory ?? '',
    color: typeof color === 'string' ? color : null,
    metadata: isPlain ? (metadata as Record<string, unknown>) : {},
    keypoint_labels: keypoints,
    keypoint_edges: skeleton,
    keypoint_colors: colors ? (keypoint_colors as string[]) : [],
    ...(Object.keys(rest).length > 0 ? { extra: rest } : {}),
  }
}

/** What our own export wrote under its key. */
function ownFields(own: unknown): Record<string, unknown> {
  if (typeof own !== 'object' || own === null) return {}
  return Object.fromEntries(Object.entries(own).filter(([field]) => ['color', 'metadata', 'keypoint_colors'].includes(field)))
}
