/** Drafts, stored on this device by image and tool, so that a reload or a crash loses at most the last point. Also the locked annotations. */
import { readList, writeText } from '../../deviceStorage'
import type { StoredDraft } from '../editor/draft'

/** Apps on one origin share localStorage, so keys contain the base path. Apps at the root use the keys of older versions. */
const PREFIX = import.meta.env.BASE_URL === '/' ? 'atoll:' : `atoll:${import.meta.env.BASE_URL}:`

const keyFor = (imageId: number) => `${PREFIX}draft:${imageId}`

/** Stores the draft of a tool on an image. null removes it. */
export function storeDraft(imageId: number, tool: string, kept: StoredDraft | null) {
  const others = storedDrafts(imageId).filter((each) => each.tool !== tool)
  keep(keyFor(imageId), kept ? [...others, kept] : others)
}

/** Without storage, drawing goes on and nothing is stored. */
const keep = (key: string, list: readonly unknown[]) =>
  void writeText(key, list.length > 0 ? JSON.stringify(list) : null)

/** The draft that was changed last. */
export const storedDraft = (imageId: number): StoredDraft | null => storedDrafts(imageId).at(-1) ?? null

const storedDrafts = (imageId: number): StoredDraft[] => readList(keyFor(imageId)).filter(isKept)

const lockKey = (imageId: number) => `${PREFIX}locked:${imageId}`

/** Stores the ids of locked annotations. */
export const storeLocked = (imageId: number, ids: readonly number[]) => keep(lockKey(imageId), ids)

export const storedLocked = (imageId: number): number[] =>
  readList(lockKey(imageId)).filter((id) => typeof id === 'number')

function isKept(value: unknown): value is StoredDraft {
  if (typeof value !== 'object' || value === null) return false
  const { tool, points } = value as Partial<StoredDraft>
  return typeof tool === 'string' && Array.isArray(points) && points.length > 0 && points.every(isPoint)
}

const isPoint = (point: unknown) => Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite)
