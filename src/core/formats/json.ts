/** JSON of label files. */
import { broken } from './broken'

export type Json = Record<string, unknown>

export function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (error) {
    throw broken(file, `it is not JSON: ${(error as Error).message.slice(0, 120)}.`)
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const objectsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
export const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

/** A flat list of pairs of numbers; undefined for anything else. */
export function pairsOf(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined
  const flat = value.flat() as unknown[]
  return flat.length % 2 === 0 && flat.every((each) => finite(each) !== undefined) ? (flat as number[]) : undefined
}
