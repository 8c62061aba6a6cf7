/** Last phase: remembers the ids and top-level members of the file, which an export can restore. */
import { imports } from '../../db/tasks/imports'
import { staging } from '../../db/tasks/staging'
import type { Outcome, Step } from '../kind'
import type { CategoryLink } from './linkCategories'
import { NOT_HERE, readImageLinks } from './images/planImages'
import type { CocoRun, CocoState } from './state'

export async function finishStep(
  { options, source, state }: CocoRun,
  outcome: (state: CocoState) => Outcome,
): Promise<Step> {
  const categories = (await staging.get(options.task, 'coco/links', 0)) as CategoryLink[]
  const images = await readImageLinks(options.task)
  const top = (await staging.all(options.task, 'coco/top')) as [string, unknown][]
  return {
    tables: 'all',
    commit: async () => {
      if (!options.dry_run) {
        await imports.remember({
          id: state.import_id,
          dataset_id: options.dataset,
          task_id: options.task,
          file_name: source.file_name,
          created_at: Date.now(),
          top: Object.fromEntries(top),
          categories: categories.map(([key, id]) => [key, id]),
          images: images.flatMap(([key, id]): [number | string, number][] => (id === NOT_HERE ? [] : [[key, id]])),
          largest_annotation: state.largest.annotation,
        })
      }
      return outcome(state)
    },
  }
}
