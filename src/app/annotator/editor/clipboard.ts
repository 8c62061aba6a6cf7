/** Copied annotations, stored on this device so that they can be pasted onto another image. */
import type { Copy } from '../operations/copies'

const KEY = 'atoll:clipboard'

/** If storage is full, the copy lasts until the page is closed. */
let inMemory: readonly Copy[] | null = null

export function putCopies(copies: readonly Copy[]) {
  inMemory = null
  try {
    localStorage.setItem(KEY, JSON.stringify(copies))
  } catch {
    inMemory = copies
  }
}

export function takeCopies(): readonly Copy[] {
  if (inMemory) return inMemory
  try {
    const copies: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(copies) ? copies.filter(isCopy) : []
  } catch {
    return []
  }
}

function isCopy(value: unknown): value is Copy {
  if (typeof value !== 'object' || value === null) return false
  const { category, shape, keypoints, rest } = value as Partial<Record<keyof Copy, unknown>>
  const isObject = (each: unknown) => typeof each === 'object' && each !== null
  return (
    isObject(category) &&
    isObject(rest) &&
    (shape === null || isObject(shape)) &&
    Array.isArray(keypoints) &&
    keypoints.every(Number.isFinite)
  )
}
