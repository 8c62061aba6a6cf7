/**
 * How turned images will leave in an archive: under which path, in which format. Fixed while the COCO file is written, which
 * names them; they are made when the archive is. What could go wrong then is found out here, before the first byte.
 */
import { badRequest } from '@/contract/errors'
import { ArchiveNames } from '@/core/coco/archive/archiveNames'
import type { WrittenImage } from '../../export/exportBatch'
import type { ExportOptions } from '../../export/exportPlan'
import type { UprightLeaving } from '../../export/zipExport'
import { exports } from '../../db/tasks/exports'
import { files } from '../../db/images/files'
import type { FileRow, ImageRow } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import { canDraw } from '../../images/decode'
import { imageInfoOf } from '../../images/imageInfo'
import { saveUpright, ORIGINALS, uprightTypeOf } from '../../images/rotated'
import type { LogLine, Memory } from '../kind'
import { slot } from '../memory'

type LeavingById = Map<number, UprightLeaving>

const RENAMED = 'export/renamed'
const NAMES = slot<ArchiveNames>('archive names')
/** Pixels of the largest image that was rotated on trial. */
const TRIED_PIXELS = slot<number>('tried pixels')

export const writesUpright = ({ pictures, orientation }: ExportOptions) =>
  pictures !== undefined && orientation !== 'original'

/** Of the rotated images among the rows. `renamed`: paths of those that cannot keep theirs in an archive. */
export async function planUpright(
  taskId: number,
  dataset: number,
  rows: ImageRow[],
  memory: Memory,
  renamed: ReadonlyMap<number, string>,
): Promise<LeavingById> {
  const turned = await files.orientations(rows)
  if (turned.size === 0) return new Map()
  const stored = await exports.files([...turned.keys()])
  const leaving: LeavingById = new Map()
  for (const { id, path: own } of rows) {
    const file = stored.get(id)
    if (!file) continue
    const path = renamed.get(id) ?? own
    const type = await uprightTypeOf(file.type)
    const ending = type === file.type ? '' : type.replace('image/', '.')
    leaving.set(id, {
      path: ending ? (await namesOf(taskId, dataset, memory, renamed)).rename(path, ending) : path,
      type,
    })
  }
  return leaving
}

/** What a further step must know: the names that were given. */
export const stageNames = (number: number, rows: ImageRow[], leaving: LeavingById) => {
  const paths = rows.flatMap(({ id, path }) =>
    leaving.has(id) && leaving.get(id)!.path !== path ? [leaving.get(id)!.path] : [],
  )
  return paths.length > 0 ? [{ list: RENAMED, number, data: paths }] : []
}

async function namesOf(
  taskId: number,
  dataset: number,
  memory: Memory,
  renamed: ReadonlyMap<number, string>,
): Promise<ArchiveNames> {
  return memory.read(NAMES, async () => {
    const given = ((await staging.all(taskId, RENAMED)) as string[][]).flat()
    return new ArchiveNames([...(await exports.paths(dataset)), ...renamed.values(), ...given])
  })
}

/** Throws when an image that goes into the archive could not be made; answers what gets lost in making them. */
export async function checkUpright(
  written: WrittenImage[],
  { pictures }: ExportOptions,
  leaving: LeavingById,
  memory: Memory,
): Promise<LogLine[]> {
  const going = written.flatMap(({ row, entry }) => (leaving.has(row.id) && (pictures === 'all' || entry) ? [row] : []))
  if (going.length === 0) return []
  if (!canDraw())
    throw badRequest(`${going[0]!.path} is stored rotated, and this browser cannot write it upright. ${ORIGINALS}`)
  const stored = await exports.files(going.map(({ id }) => id))
  await tryLargest(going, stored, leaving, memory)
  const lines: LogLine[] = []
  for (const { id, path } of going) lines.push(...(await losses(path, stored.get(id))))
  return lines
}

/** Whether the browser has a canvas and the memory for it is not known before. */
async function tryLargest(
  rows: ImageRow[],
  stored: Map<number, FileRow>,
  leaving: LeavingById,
  memory: Memory,
): Promise<void> {
  const pixels = ({ width, height }: ImageRow) => width * height
  const largest = rows.reduce((most, row) => (pixels(row) > pixels(most) ? row : most))
  const file = stored.get(largest.id)
  if (!file || pixels(largest) <= (memory.get(TRIED_PIXELS) ?? 0)) return
  await saveUpright(file, largest, leaving.get(largest.id)!.type)
  memory.set(TRIED_PIXELS, pixels(largest))
}

async function losses(path: string, file: FileRow | undefined): Promise<LogLine[]> {
  if (!file || file.type === 'image/jpeg') return []
  const { bits, frames } = await imageInfoOf(file)
  const lost = [
    ...(bits > 8 ? [`8 of its ${bits} bits a channel`] : []),
    ...(frames > 1 ? [`the first of its ${frames} images`] : []),
  ]
  return lost.map((what) => ({
    level: 'WARNING',
    text: `${path}: written upright it has only ${what}. orientation=original keeps the file as it came.`,
  }))
}
