/** Half-drawn rings, kept for each image on this device, so that a reload or a crash loses at most the last point. */
import type { KeptDraft } from '../draft'

const keyFor = (imageId: number) => `atoll:draft:${imageId}`

export function keepDraft(imageId: number, kept: KeptDraft | null) {
  try {
    if (kept) localStorage.setItem(keyFor(imageId), JSON.stringify(kept))
    else localStorage.removeItem(keyFor(imageId))
  } catch {
    // No room or no permission: drawing goes on, only nothing is kept.
  }
}

export function keptDraft(imageId: number): KeptDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyFor(imageId)) ?? 'null')
    return isKept(kept) ? kept : null
  } catch {
    return null
  }
}

function isKept(value: unknown): value is KeptDraft {
  if (typeof value !== 'object' || value === null) return false
  const { tool, points } = value as Partial<KeptDraft>
  return typeof tool === 'string' && Array.isArray(points) && points.length > 0 && points.every((point) => point?.length === 2 && point.every(Number.isFinite))
}
