/** Reads the options of an export from the query string. */
import { CocoExportQuery } from '@/contract/coco'
import { invalidParameters } from '@/contract/errors'
import { ImageState } from '@/contract/image'
import { InvalidInput } from '@/core/errors'
import { canWrite, formatOf } from '@/core/formats/table'
import type { FormatId } from '@/core/formats/types'
import { parseSplit, type SplitPart } from '@/core/coco/split'
import type { ExportOptions } from '../../export/exportPlan'
import { readQuery } from '../http/request'

/** Of a JSON file, or of an archive. */
export function readExportOptions(request: Request, target: 'json' | 'archive'): ExportOptions {
  const query = readQuery(request, CocoExportQuery)
  const {
    ids,
    segmentation,
    orientation,
    seed,
    pictures,
    selection,
    with_empty_images: all,
    predictions,
    bbox_only,
    as_imported,
  } = query
  const empty = query.empty ?? (all === undefined ? 'done' : all ? 'all' : 'none')
  // only an archive can contain images and several files
  const isArchive = target === 'archive'
  const isStored = isArchive && query.split === 'stored'
  const split = isArchive && query.split && !isStored ? splitOf(query.split) : []
  const format = isArchive ? query.format : 'coco'
  if (isArchive) refuseUnknown(format, request)
  const archive = isArchive && pictures !== 'none' ? { pictures } : {}
  return {
    ids,
    predictions,
    segmentation,
    bbox_only,
    as_imported,
    orientation,
    style: isArchive || query.compat === 'none' ? 'clean' : 'full',
    empty,
    seed,
    selection: selection || undefined,
    query: query.query?.trim() || undefined,
    split,
    isStored,
    format,
    write: { joins: query.joins, exact: query.exact },
    ...archive,
    categories: idsOf(query.categories),
    states: statesOf(query.states),
  }
}

/** Options of COCO that another format has no place for, and the other way round. */
function refuseUnknown(format: FormatId, request: Request): void {
  const known = formatOf(format)
  if (!known || !canWrite(known)) throw invalidParameters({ format: `${known?.name ?? format} is read, not written` })
  const given = new URL(request.url).searchParams
  const options: [name: string, usual: string, formats: (id: FormatId) => boolean][] = [
    ['ids', 'ours', (id) => id === 'coco'],
    ['segmentation', 'auto', (id) => id === 'coco'],
    ['bbox_only', 'none', (id) => id === 'coco'],
    ['as_imported', 'false', (id) => id === 'coco'],
    ['joins', 'bridge', (id) => id === 'yolo-segment' || id === 'via'],
    ['exact', 'false', (id) => id === 'voc'],
  ]
  if (format !== 'coco' && given.get('pictures') === 'none')
    throw invalidParameters({ pictures: `${known.name} is not written without images` })
  for (const [name, usual, has] of options) {
    if (!has(format) && (given.get(name) || usual) !== usual)
      throw invalidParameters({ [name]: `${known.name} has no such option` })
  }
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

function idsOf(text?: string): number[] {
  const parts = listOf(text)
  if (parts.every((part) => /^\d{1,15}$/.test(part))) return parts.map(Number)
  throw invalidParameters({ categories: `'${text?.slice(0, 40)}' is not a list of integers separated by commas` })
}

function statesOf(text?: string): ImageState[] {
  return listOf(text).map((part) => {
    const state = ImageState.safeParse(part)
    if (state.success) return state.data
    throw invalidParameters({
      states: `'${part.slice(0, 40)}' is no state of an image; there are ${ImageState.options.join(', ')}`,
    })
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
