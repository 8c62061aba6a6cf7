/** Copied annotations, stored on this device so that they can be pasted onto another image. */
import { readList, writeJson } from '../../deviceStorage'
import type { Copy } from '../operations/copies'

const KEY = 'atoll:clipboard'

/** If storage is full, the copy lasts until the page is closed. */
let inMemory: readonly Copy[] | null = null

export function putCopies(copies: readonly Copy[]) {
  inMemory = writeJson(KEY, copies) ? null : copies
}

export function takeCopies(): readonly Copy[] {
  return inMemory ?? readList(KEY).filter(isCopy)
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
