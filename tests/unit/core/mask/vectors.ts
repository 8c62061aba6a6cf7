/** Facts from the reference library; where they come from: tests/data/SOURCES.md. */
import { readFileSync } from 'node:fs'
import type { Bbox } from '@/core/geometry/box'
import type { AnyRle, Rle } from '@/core/mask/types'
import { boxToRle, polygonsToRle } from '@/core/mask/rasterise'
import { toRle } from '@/core/mask/rle'

interface Case {
  name: string
  height: number
  width: number
  input: 'bbox' | 'polygons' | 'rle'
  segmentation: unknown
  parts?: { rle_counts: string; rle_uncompressed: number[] | null; area: number; bbox: Bbox }[]
  rle_counts: string
  rle_uncompressed: number[] | null
  rle_runs?: number
  area: number
  bbox: Bbox | null
}

interface Iou<Operand> {
  a: Operand
  b: Operand
  iscrowd: 0 | 1
  iou: number
}

interface Vectors {
  cases: Case[]
  mask_iou: Iou<string>[]
  bbox_iou: Iou<Bbox>[]
  merges: { a: string; b: string; intersection: string; union: string; [fact: string]: unknown }[]
  invalid_rle: { height: number; width: number; counts: number[]; oracle_string: string }[]
}

export const vectors = JSON.parse(readFileSync('tests/data/mask-vectors.json', 'utf8')) as Vectors

export const sizeOf = ({ width, height }: Case) => ({ width, height })

/** The mask of a case, computed by us from its input. */
export function maskOf(fact: Case): Rle {
  if (fact.input === 'bbox') return boxToRle(fact.segmentation as Bbox, sizeOf(fact))
  if (fact.input === 'polygons') return polygonsToRle(fact.segmentation as number[][], sizeOf(fact))
  return toRle(fact.segmentation as AnyRle)
}

const caseByName = new Map(vectors.cases.map((fact) => [fact.name, fact]))

export function maskNamed(name: string): Rle {
  return maskOf(caseByName.get(name)!)
}
