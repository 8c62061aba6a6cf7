/** What is half-drawn, kept for each image and tool on this device, so that a reload or a crash loses at most the last point. */
import type { StoredDraft } from '../editor/draft'

/** Apps on one origin share its local storage. At the root the names of older versions stay, so that their drafts are found. */
const PREFIX = import.meta.env.BASE_URL === '/' ? 'atoll:' : `atoll:${import.meta.env.BASE_URL}:`

const keyFor = (imageId: number) => `${PREFIX}draft:${imageId}`

/** Keeps it, or with null forgets what this tool had on the image. */
export function storeDraft(imageId: number, tool: string, kept: StoredDraft | null) {
  const others = storedDrafts(imageId).filter((each) => each.tool !== tool)
  keep(keyFor(imageId), kept ? [...others, kept] : others)
}

/** An empty list is not kept. */
function keep(key: string, list: readonly unknown[]) {
  try {
    if (list.length > 0) localStorage.setItem(key, JSON.stringify(list))
    else localStorage.removeItem(key)
  } catch {
    // No room or no permission: drawing goes on, only nothing is kept.
  }
}

/** The last one that was drawn on. */
export const storedDraft = (imageId: number): StoredDraft | null => storedDrafts(imageId).at(-1) ?? null

const storedDrafts = (imageId: number): StoredDraft[] => listAt(keyFor(imageId)).filter(isKept)

const lockKey = (imageId: number) => `${PREFIX}locked:${imageId}`

/** Ids of the annotations that are locked, as they are stored. */
export const storeLocked = (imageId: number, ids: readonly number[]) => keep(lockKey(imageId), ids)

export const storedLocked = (imageId: number): number[] =>
  listAt(lockKey(imageId)).filter((id) => typeof id === 'number')

function listAt(key: string): unknown[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is StoredDraft {
  if (typeof value !== 'object' || value === null) return false
  const { tool, points } = value as Partial<StoredDraft>
  return typeof tool === 'string' && Array.isArray(points) && points.length > 0 && points.every(isPoint)
}

const isPoint = (point: unknown) => Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite)
