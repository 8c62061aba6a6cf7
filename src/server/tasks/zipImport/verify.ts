/**
 * The phases before anything is written: the archive's names and sizes, then every byte of it, once. A damaged archive, or
 * one with a broken COCO file, is refused as a whole; JSON that is no COCO dataset is passed over by name.
 */
import { badRequest } from '@/contract/errors'
import { foreignKind } from '@/core/coco/check/annotation'
import { InvalidInput } from '@/core/errors'
import { CocoSplitter } from '@/core/coco/parse/splitter'
import { formatOf } from '@/core/formats/table'
import type { FormatId } from '@/core/formats/types'
import { readHeader } from '@/core/image/header'
import { ImageError } from '@/core/image/errors'
import { unpack, unpackBytes, type ArchiveEntry } from '../../archive/inspect'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { staging } from '../../db/tasks/staging'
import { ReportWriter } from '../cocoImport/report'
import type { Outcome, Step } from '../kind'
import { planArchive } from './detect'
import type { ZipPlan, ZipState } from './state'

type Finish = (state: ZipState, notebook: ReportWriter) => Outcome

/** One step unpacks about so many bytes, or so many files. */
const STEP = { bytes: 8 * 1024 * 1024, files: 100 }

export async function inspectStep(
  taskId: number,
  files: ArchiveEntry[],
  wanted: FormatId | 'auto',
  state: ZipState,
  finish: Finish,
): Promise<Step> {
  const names = new Set(files.map(({ name }) => name))
  if (names.has('backup.json') && names.has('rows/datasets.jsonl'))
    throw badRequest('This is a backup of everything, not a dataset. Restore it under Storage, or with POST /backup.')
  const { others, ...plan } = await planArchive(files, wanted)
  const { pictures, cocos, format } = plan
  if (pictures.length === 0 && cocos.length === 0 && !format)
    throw badRequest('The archive has neither images nor labels of a known format.')
  await checkFreeSpace(files.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0))
  if (format) plan.cocos = [{ file: -1, name: `labels (${formatOf(format)!.name})`, folder: '' }]
  checkPaths(pictures)
  const notebook = new ReportWriter(state.notes)
  for (const name of others) notebook.info(`${name}: passed over, it is neither an image nor a label file.`)
  const next: ZipState = {
    ...state,
    phase: 'verify',
    at: 0,
    files: files.length,
    format: format ?? null,
    cocos: plan.cocos.length,
    pictures: { ...state.pictures, total: pictures.length },
  }
  return {
    tables: 'staging',
    commit: async () => {
      await staging.put(taskId, 'plan', 0, plan)
      return finish(next, notebook)
    },
  }
}

function checkPaths(pictures: ZipPlan['pictures']): void {
  const taken = new Set<string>()
  for (const { path } of pictures) {
    if (taken.has(path)) throw badRequest(`The archive has two images for the path "${path}".`)
    taken.add(path)
  }
}

export async function verifyStep(
  taskId: number,
  files: ArchiveEntry[],
  plan: ZipPlan,
  state: ZipState,
  finish: Finish,
): Promise<Step> {
  const next: ZipState = { ...state, passed: [...state.passed] }
  const notebook = new ReportWriter(state.notes)
  const roles = rolesOf(plan)
  const sizes: ImageSize[] = []
  let bytes = 0
  let unpacked = 0
  while (next.at < files.length && unpacked < STEP.files && bytes < STEP.bytes) {
    if (roles.readLater.has(next.at) && !roles.labels.has(next.at)) {
      next.at++
      continue
    }
    const file = files[next.at]!
    const coco = roles.cocos.get(next.at)
    if (coco !== undefined) await passOver(file, coco, next, notebook)
    else if (roles.labels.has(next.at)) next.seen = await lookAt(file, next)
    else if (roles.images.has(next.at)) sizes.push(...(await sizeOf(file, next.at)))
    else await unpack(file, () => {})
    unpacked++
    bytes += file.entry.uncompressedSize
    next.at++
  }
  if (next.at >= files.length) Object.assign(next, { phase: plan.format ? 'labels' : 'pictures', at: 0 })
  return {
    tables: 'staging',
    commit: async () => {
      if (sizes.length > 0) await staging.put(taskId, 'sizes', state.at, sizes)
      return finish(next, notebook)
    },
  }
}

type ImageSize = [file: number, width: number, height: number]

/** What each file is looked into for. Sizes of images are asked by formats other than COCO. */
function rolesOf({ cocos, labels = [], pictures, format }: ZipPlan) {
  const looks = format ? formatOf(format)?.reader?.look !== undefined : false
  return {
    cocos: new Map(cocos.map(({ file }, number) => [file, number])),
    labels: new Set(looks ? labels : []),
    images: new Set(format ? pictures.map(({ file }) => file) : []),
    // the next phase reads each of them whole, and nothing is stored before its end
    readLater: new Set(labels),
  }
}

async function passOver(file: ArchiveEntry, coco: number, next: ZipState, notebook: ReportWriter): Promise<void> {
  const reason = await verifyCoco(file)
  if (reason === null) return
  next.passed.push(coco)
  notebook.add('files passed over', 'WARNING', { file_name: file.name, message: `Passed over. ${reason}` })
}

async function lookAt(file: ArchiveEntry, { format, seen }: ZipState): Promise<Record<string, unknown>> {
  const text = new TextDecoder().decode(await unpackBytes(file))
  return { ...seen, ...formatOf(format!)?.reader?.look?.(text, seen) }
}

/** Of the upright image; none where it cannot be read, which is said when it is stored. */
async function sizeOf(file: ArchiveEntry, number: number): Promise<ImageSize[]> {
  const bytes = await unpackBytes(file)
  try {
    const { width, height } = readHeader(bytes, bytes.length, Infinity)
    return [[number, width, height]]
  } catch (error) {
    if (error instanceof ImageError) return []
    throw error
  }
}

/** Why the file is no COCO dataset; null when it is one. Throws when it is damaged. */
async function verifyCoco(file: ArchiveEntry): Promise<string | null> {
  const splitter = new CocoSplitter()
  let foreign: string | null | undefined
  try {
    await unpack(file, (chunk) => {
      for (const part of splitter.take(chunk)) {
        if (foreign === undefined && part.kind === 'elements' && part.list === 'annotations')
          foreign = part.items[0] ? foreignKind(part.items[0]) : null
      }
    })
    splitter.end()
  } catch (error) {
    // a list, or lists of something else, is some other tool's file; broken JSON in a COCO file is damage
    if (error instanceof InvalidInput && splitter.listsSeen.length === 0) return error.message
    if (error instanceof InvalidInput) throw badRequest(`${file.name}: ${error.message}`)
    throw error
  }
  if (!splitter.listsSeen.includes('images')) return 'It has no list "images".'
  return foreign ?? null
}
