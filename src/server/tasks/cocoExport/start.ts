/**
 * First phase: fixes which images are exported, in which order and, with a split, to which file each goes. Images that are added later
 * then change nothing.
 */
import type { ExportOptions } from '../../export/exportPlan'
import { badRequest } from '@/contract/errors'
import { portableNames } from '@/core/coco/archive/portableNames'
import { assignParts } from '@/core/coco/split'
import { readImageQuery, withQuery } from '../../db/images/imageQuery'
import { exports } from '../../db/tasks/exports'
import { staging } from '../../db/tasks/staging'
import { uploads } from '../../db/tasks/uploads'
import type { Memory, Outcome, Step } from '../kind'
import { slot } from '../memory'
import { noCounts, type ExportState } from './state'

export interface ExportImages {
  ids: number[]
  /** Index of the file for each image; null: there is one file. */
  files: Uint8Array | null
  /** Paths in an archive of those that do not unpack everywhere under their own. */
  renamed?: [id: number, path: string][]
  /** Of the parts of a split; absent in tasks of older versions. */
  parts?: string[]
  /** Images that have no split of their own, where that was asked for. */
  unsplit?: number
}

const READ_AT_ONCE = 2000

export async function startStep(
  taskId: number,
  dataset: number,
  options: ExportOptions,
  state: ExportState,
  finish: (state: ExportState) => Outcome,
): Promise<Step> {
  const ids = await exportedIds(dataset, options)
  const renamed = options.pictures === undefined ? [] : [...(await portable(dataset, ids))]
  const images: ExportImages = { renamed, ...(await divide(ids, options)) }
  const parts = images.parts ?? []
  return {
    tables: 'all',
    commit: async () => {
      await staging.put(taskId, 'export/plan', 0, images)
      return finish({
        ...state,
        phase: 'write',
        total: ids.length,
        counts: noCounts(Math.max(1, parts.length)),
        ...(parts.length > 0 ? { parts } : {}),
        export: await exports.nextId(taskId),
      })
    },
  }
}

export async function portable(dataset: number, ids: number[]): Promise<Map<number, string>> {
  const chosen = new Set(ids)
  return portableNames((await exports.entries(dataset)).filter(([, id]) => chosen.has(id)))
}

/** Into the parts of a new split, those that the images have, or none. */
export async function divide(ids: number[], { split, seed, isStored }: ExportOptions): Promise<ExportImages> {
  if (split.length > 0)
    return { ids, files: assignParts(await readLabels(ids), split, seed), parts: split.map(({ name }) => name) }
  if (!isStored) return { ids, files: null, parts: [] }
  const own = await readSplits(ids)
  const there = new Set(own.values())
  if (there.size === 0) return { ids, files: null, parts: [], unsplit: ids.length }
  if (own.size < ids.length) there.add(USUAL)
  const parts = [
    ...[USUAL, 'val', 'test'].filter((part) => there.has(part)),
    ...[...there].filter((part) => ![USUAL, 'val', 'test'].includes(part)).sort(),
  ].slice(0, MOST_PARTS)
  return {
    ids,
    files: Uint8Array.from(ids, (id) => Math.max(0, parts.indexOf(own.get(id) ?? USUAL))),
    parts,
    unsplit: ids.length - own.size,
  }
}

const USUAL = 'train'
const MOST_PARTS = 250

async function readSplits(ids: number[]): Promise<Map<number, string>> {
  const splits = new Map<number, string>()
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    for (const { id, split } of await exports.imageRows(ids.slice(from, from + READ_AT_ONCE)))
      if (split) splits.set(id, split)
  }
  return splits
}

/** Those of the selection and of the query, in the dataset's order; all without both. */
export async function exportedIds(dataset: number, { selection, query }: ExportOptions): Promise<number[]> {
  const entries = await exports.entries(dataset)
  const found = query === undefined ? entries : await withQuery(dataset, entries, await readImageQuery(query))
  return chosen(
    found.map(([, id]) => id),
    selection,
  )
}

async function chosen(ids: number[], selection: string | undefined): Promise<number[]> {
  if (selection === undefined) return ids
  const text = await (await uploads.get(selection)).blob.text()
  const wanted = new Set(readIds(text))
  const found = ids.filter((id) => wanted.has(id))
  if (found.length > 0) return found
  throw badRequest('None of the selected images is in the dataset any more. Select some and try again.')
}

function readIds(text: string): unknown[] {
  try {
    const list = JSON.parse(text) as unknown
    if (Array.isArray(list)) return list
  } catch {
    // handled like a text that is not a list
  }
  throw badRequest('The upload that `selection` names is no JSON list of image ids.')
}

/** The categories of each image's annotations. */
async function readLabels(ids: number[]): Promise<number[][]> {
  const labels = new Map<number, number[]>()
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    for (const { id, category_counts } of await exports.imageRows(ids.slice(from, from + READ_AT_ONCE))) {
      labels.set(
        id,
        Object.entries(category_counts).flatMap(([category, count]) => (count > 0 ? [Number(category)] : [])),
      )
    }
  }
  return ids.map((id) => labels.get(id) ?? [])
}

const IMAGES = slot<ExportImages>('images')

export const readExportImages = (taskId: number, memory: Memory): Promise<ExportImages> =>
  memory.read(IMAGES, async () => (await staging.get(taskId, 'export/plan', 0)) as ExportImages)
