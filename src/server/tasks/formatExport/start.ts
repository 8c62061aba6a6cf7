/** First phase of an export: fixes the images, their splits and their names in the archive. */
import { stemOf } from '@/core/formats/paths'
import { splitWord } from '@/core/formats/split'
import type { ExportOptions } from '../../export/exportPlan'
import { exports } from '../../db/tasks/exports'
import { staging } from '../../db/tasks/staging'
import type { Memory, Step, Outcome } from '../kind'
import { slot } from '../memory'
import { exportedIds, divide, portable, type ExportImages } from '../cocoExport/start'
import type { FormatState } from './state'

export interface FormatImages extends ExportImages {
  /** Paths inside the split's folder, for images where it differs from the path in the dataset. */
  paths: [id: number, path: string][]
}

export async function formatStart(
  taskId: number,
  dataset: number,
  options: ExportOptions,
  state: FormatState,
  isPreview: boolean,
  finish: (state: FormatState) => Outcome,
): Promise<Step> {
  const ids = await exportedIds(dataset, options)
  const divided = await divide(ids, options)
  const images: FormatImages = {
    ...divided,
    paths:
      options.format === 'coco'
        ? []
        : leavingPaths(await exports.entries(dataset), divided, new Map(await portable(dataset, ids))),
  }
  return {
    tables: 'all',
    commit: async () => {
      await staging.put(taskId, 'export/plan', 0, images)
      return finish({
        ...state,
        phase: 'write',
        total: ids.length,
        export: isPreview ? 0 : await exports.nextId(taskId),
      })
    },
  }
}

const IMAGES = slot<FormatImages>('images')

export async function readFormatImages(taskId: number, memory: Memory): Promise<FormatImages> {
  return memory.read(IMAGES, async () => (await staging.get(taskId, 'export/plan', 0)) as FormatImages)
}

/** Removes a folder that only names the split. Numbers the later of two images that would share a label file. */
function leavingPaths(
  entries: [path: string, id: number][],
  { ids, files, parts = [] }: ExportImages,
  renamed: ReadonlyMap<number, string>,
): FormatImages['paths'] {
  const splits = new Map(ids.map((id, index) => [id, files ? parts[files[index]!]! : '']))
  const taken = new Set<string>()
  const paths: FormatImages['paths'] = []
  for (const [own, id] of entries) {
    const split = splits.get(id)
    if (split === undefined) continue
    const path = renamed.get(id) ?? own
    const short = split ? withoutSplitFolder(path, split) : path
    const free = freePath(short, split, taken)
    if (free !== own) paths.push([id, free])
  }
  return paths
}

/** Also where the folder has another word for it, as "valid" for val. */
function withoutSplitFolder(path: string, split: string): string {
  const [folder = ''] = path.split('/')
  return folder !== path && (folder === split || splitWord(folder) === split) ? path.slice(folder.length + 1) : path
}

function freePath(path: string, split: string, taken: Set<string>): string {
  const stem = stemOf(path)
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}_${number}`
    const key = `${split}/${name}`.toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return name + path.slice(stem.length)
  }
}
