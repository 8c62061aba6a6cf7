/**
 * `turned=ask`: the COCO files of an archive are tried first, as in a dry run, when its images are in. Where nothing tells which
 * pixels one of them counts, the import ends with what would happen; the answer comes with the same archive again.
 */
import { readTotal, totals } from '../../db/store/counters'
import { newCocoState, type CocoOptions } from '../cocoImport/state'
import type { LogLine } from '../kind'
import type { Trial, ZipState } from './state'

/** null where there is nothing to ask: every image of the dataset came with this archive, stored upright. */
export async function newTrial(
  datasetId: number,
  turned: CocoOptions['turned'],
  { hasTurned, pictures, notes }: ZipState,
): Promise<Trial | null> {
  const mayAsk =
    turned === 'ask' && (hasTurned === true || (await readTotal(totals.images(datasetId))) > pictures.added)
  return mayAsk ? { isOver: false, notes } : null
}

export const isTrying = ({ trial }: Pick<ZipState, 'trial'>): boolean => trial?.isOver === false

/** What the log says at the end of a trial that leaves something to ask. */
export function askingLog({ counts: { images } }: ZipState): LogLine[] {
  const pictures = images.unclear === 1 ? 'One image is' : `${images.unclear} images are`
  const text = `${pictures} stored turned, and nothing tells whether outlines were made on the image as it is stored. No annotations were imported. Import the archive again and say which: images that are there stay.`
  return [{ level: 'WARNING', text }]
}

/** After a trial that left nothing to ask: the files are imported, from the first on. */
export function afterTrial(state: ZipState): ZipState {
  const { notes } = state.trial!
  return { ...state, trial: { isOver: true, notes }, at: 0, counts: newCocoState(0).counts, notes }
}
