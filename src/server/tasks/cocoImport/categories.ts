/**
 * Second phase: categories, matched by name, new ones made (in a dry run only counted). This is the first step that the user
 * sees, and the file is known to be whole. In the same transaction the ids of the file are reserved.
 */
import { checkCategory, type UsableCategory } from '@/core/coco/check/image'
import { meantList } from '@/core/coco/parse/nearMiss'
import { isFatal } from '@/core/coco/check/annotation'
import { imports } from '../../db/tasks/imports'
import { staging } from '../../db/tasks/staging'
import type { Outcome, Step } from '../kind'
import { CategoryLinker } from './linkCategories'
import { ReportWriter } from './report'
import { isOurId, type CocoOptions, type CocoState } from './state'

type Finish = (state: CocoState, notebook: ReportWriter) => Outcome

export async function categoriesStep(options: CocoOptions, state: CocoState, outcome: Finish): Promise<Step> {
  const texts = (await staging.all(options.task, 'coco/categories')) as string[]
  const entries = texts.flatMap((text) => JSON.parse(text) as Record<string, unknown>[])
  const top = ((await staging.all(options.task, 'coco/top')) as [string, unknown][])
    .filter(([, value]) => Array.isArray(value))
    .map(([name]) => name)
  return {
    tables: 'all',
    commit: async (note) => {
      const notebook = new ReportWriter(state.notes)
      for (const where of state.literals ?? [])
        notebook.add('entries with NaN or Infinity', 'WARNING', {
          message: `NaN or Infinity, which are no numbers in JSON, were read as null: ${where}.`,
        })
      for (const name of nearMisses(top, state))
        notebook.add('lists of another name', 'ERROR', {
          message: `The file has "${name}", which is no name of COCO: nothing of it was imported. Rename it to "${meantList(name)!}" and import again.`,
        })
      const counts = { total: entries.length, created: 0, matched: 0, differing: 0 }
      const usable = check(entries, notebook)
      const category = Math.max(0, ...usable.map(({ id }) => id).filter(isOurId))
      const image = options.add_missing ? state.largest.image : 0
      const used = await imports.reserve(options.dry_run, { ...state.largest, image, category })
      const linker = new CategoryLinker(options, counts, notebook)
      const links = await linker.link(usable, used, note)
      if (!options.dry_run)
        await imports.addCategories(
          options.dataset,
          links.map(([, id]) => id),
          note,
        )
      await staging.put(options.task, 'coco/links', 0, links)
      const import_id = options.dry_run ? 0 : await imports.nextId()
      const { rearrangements } = linker
      const phase = rearrangements.length > 0 ? 'rearrange' : 'images'
      const next: CocoState = {
        ...state,
        phase,
        rearrangements,
        at: 0,
        used,
        import_id,
        counts: { ...state.counts, categories: counts },
      }
      return outcome(next, notebook)
    },
  }
}

/** Lists whose names are nearly those of COCO, where the list of that name is not there or empty. */
const nearMisses = (names: string[], { position }: CocoState): string[] =>
  names.filter((name) => {
    const meant = meantList(name)
    return meant !== undefined && (position?.counts[meant] ?? 0) === 0
  })

function check(entries: Record<string, unknown>[], notebook: ReportWriter): UsableCategory[] {
  const [names, ids] = [new Set<string>(), new Set<unknown>()]
  return entries.flatMap((entry) => {
    const { usable, problems } = checkCategory(entry)
    const name = typeof entry.name === 'string' ? entry.name : String(entry.id)
    if (usable && ids.has(usable.id)) {
      notebook.add('categories refused', 'ERROR', {
        category: name,
        message: `Another category of the file has the id ${usable.id} too; that one is taken.`,
      })
      return []
    }
    if (usable && names.has(usable.name))
      notebook.add('categories named twice', 'WARNING', {
        category: name,
        message: 'The file has two categories of this name; with the same keypoints they become one.',
      })
    if (usable) names.add(usable.name)
    if (usable) ids.add(usable.id)
    for (const problem of problems) {
      if (isFatal(problem)) notebook.add('categories refused', 'ERROR', { category: name, message: problem.message })
      else notebook.log.push({ level: 'WARNING', text: problem.message })
    }
    return usable ? [usable] : []
  })
}
