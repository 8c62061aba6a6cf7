/** What is half-drawn, kept for each image and tool on this device, so that a reload or a crash loses at most the last point. */
import type { KeptDraft } from '../draft'

const keyFor = (imageId: number) => `atoll:draft:${imageId}`

/** Keeps it, or with null forgets what this tool had on the image. */
export function keepDraft(imageId: number, tool: string, kept: KeptDraft | null) {
  const others = keptDrafts(imageId).filter((each) => each.tool !== tool)
  const all = kept ? [...others, kept] : others
  try {
    if (all.length > 0) localStorage.setItem(keyFor(imageId), JSON.stringify(all))
    else localStorage.removeItem(keyFor(imageId))
  } catch {
    // No room or no permission: drawing goes on, only nothing is kept.
  }
}

/** The last one that was drawn on. */
export const keptDraft = (imageId: number): KeptDraft | null => keptDrafts(imageId).at(-1) ?? null

function keptDrafts(imageId: number): KeptDraft[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyFor(imageId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    return []
  }
}

function isKept(value: unknown): value is KeptDraft {
  if (typeof value !== 'object' || value === null) return false
  const { tool, points } = value as Partial<KeptDraft>
  return typeof tool === 'string' && Array.isArray(points) && points.length > 0 && points.every(isPoint)
}

const isPoint = (point: unknown) => Array.isArray(point) && point.length >= 2 && point.every(Number.isFinite)
