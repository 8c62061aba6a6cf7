/** What the page knows of one import. */
import { reactive } from 'vue'
import type { CocoImportQuery } from '@/contract/coco'
import type { FormatId } from '@/core/formats/types'
import type { ArchiveResult, ImportResult } from '../api/coco'

export interface ImportJob {
  id: number
  kind: 'coco' | 'zip'
  dataset: number
  datasetName: string
  fileName: string
  /** choose: its files fit several formats. */
  step: 'storing' | 'checking' | 'choose' | 'review' | 'running' | 'done' | 'failed'
  /** Progress of the step, 0 to 100. */
  progress: number
  task: number | null
  addMissing: boolean
  /** For files that do not say it: the coordinates count the stored pixels of rotated images. */
  turned: boolean
  /** How to treat categories whose keypoints differ here. */
  definitions: CocoImportQuery['definitions']
  /** Formats that the label files of an archive fit, where there are several; then the one that was chosen. */
  candidates: FormatId[]
  format: FormatId | 'auto'
  /** Of classes that no file names; a line for each. */
  names: string
  /** The preview, or the result. */
  report: ImportResult | ArchiveResult | null
  problem: string
  /** Imports after the preview. */
  confirm(): Promise<void>
  /** Repeats the preview with other options. */
  review(options: ReviewOptions): Promise<void>
}

export type ReviewOptions = Partial<Pick<ImportJob, 'addMissing' | 'turned' | 'definitions' | 'format'>>

export interface Target {
  dataset: number
  datasetName: string
}

export function newJob(
  id: number,
  kind: ImportJob['kind'],
  { dataset, datasetName }: Target,
  fileName: string,
): ImportJob {
  const nothing = () => Promise.resolve()
  return reactive<ImportJob>({
    id,
    kind,
    dataset,
    datasetName,
    fileName,
    step: 'storing',
    progress: 0,
    task: null,
    addMissing: false,
    turned: false,
    definitions: 'auto',
    candidates: [],
    format: 'auto',
    names: '',
    report: null,
    problem: '',
    confirm: nothing,
    review: nothing,
  })
}

export const progressOf =
  (job: ImportJob) =>
  ({ id, progress }: { id: number; progress: number }) =>
    Object.assign(job, { task: id, progress })
