/** Between categories and images, where the file redefines keypoints: the annotations that are here are rearranged, some images in a step. */
import { imagesWith } from '../../db/images/imageCategory'
import { rearrangeKeypoints } from '../../db/images/keypointRearrange'
import { keypointSizes } from '../keypoints'
import type { Outcome, Step } from '../kind'
import { ReportWriter } from './report'
import type { CocoState } from './state'

export async function rearrangeStep(
  state: CocoState,
  outcome: (state: CocoState, notebook: ReportWriter) => Outcome,
  isDryRun: boolean,
): Promise<Step> {
  const notebook = new ReportWriter(state.notes)
  const [first, ...others] = state.rearrangements ?? []
  const over: CocoState = { ...state, phase: 'images', at: 0, rearrangements: [] }
  if (!first || isDryRun) return { tables: 'all', commit: async () => outcome(over, notebook) }
  const { ids, end } = await imagesWith(first.category, state.at, keypointSizes.images)
  return {
    tables: 'all',
    commit: async () => {
      const { annotations, removed } = await rearrangeKeypoints(ids, first)
      const message = `The keypoints of ${annotations} annotations were rearranged, ${removed} of them left out.`
      if (annotations > 0)
        notebook.add('categories that differ', removed > 0 ? 'WARNING' : 'INFO', { category: first.name, message })
      if (end !== null) return outcome({ ...state, at: end }, notebook)
      return outcome(others.length > 0 ? { ...state, at: 0, rearrangements: others } : over, notebook)
    },
  }
}
