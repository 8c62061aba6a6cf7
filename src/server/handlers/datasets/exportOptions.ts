/** The options of an export, from the query string. */
import { CocoExportQuery } from '@/contract/coco'
import { invalidParameters } from '@/contract/errors'
import { ImageState } from '@/contract/image'
import { InvalidInput } from '@/core/errors'
import { parseSplit, type SplitPart } from '@/core/coco/split'
import type { ExportOptions } from '../../export/exportPlan'
import { readQuery } from '../http/request'

export function readExportOptions(request: Request, style: ExportOptions['style']): ExportOptions {
  const query = readQuery(request, CocoExportQuery)
  const { ids, segmentation, orientation, seed, pictures, selection, with_empty_images: all, predictions } = query
  const empty = query.empty ?? (all === undefined ? 'done' : all ? 'all' : 'none')
  // only an archive has room for pictures and for several files
  const isArchive = style === 'clean'
  const split = isArchive && query.split ? splitOf(query.split) : []
  const archive = isArchive ? { pictures } : {}
  return { ids, predictions, segmentation, orientation, style, empty, seed, selection: selection || undefined, split, ...archive, categories: idsOf(query.categories), states: statesOf(query.states) }
}

const listOf = (text = ''): string[] => text.split(',').map((part) => part.trim()).filter(Boolean)

function idsOf(text?: string): number[] {
  const parts = listOf(text)
  if (parts.every((part) => /^\d{1,15}$/.test(part))) return parts.map(Number)
  throw invalidParameters({ categories: `'${text?.slice(0, 40)}' is not a list of integers separated by commas` })
}

function statesOf(text?: string): ImageState[] {
  return listOf(text).map((part) => {
    const state = ImageState.safeParse(part)
    if (state.success) return state.data
    throw invalidParameters({ states: `'${part.slice(0, 40)}' is no state of an image; there are ${ImageState.options.join(', ')}` })
  })
}

function splitOf(text: string): SplitPart[] {
  try {
    return parseSplit(text)
  } catch (error) {
    if (error instanceof InvalidInput) throw invalidParameters({ split: error.message })
    throw error
  }
}
