/**
 * The phases before anything is written: the archive's names and sizes, then every byte of it, once. A damaged archive, or
 * one with a broken COCO file, is refused as a whole; JSON that is no COCO dataset is passed over by name.
 */
import { badRequest } from '@/contract/errors'
import { archiveLayout } from '@/core/coco/archiveLayout'
import { foreignKind } from '@/core/coco/check/annotation'
import { InvalidInput } from '@/core/errors'
import { CocoSplitter } from '@/core/coco/splitter'
import { unpack, type ArchiveEntry } from '../../archive/inspect'
import { checkFreeSpace } from '../../db/store/freeSpace'
import { staging } from '../../db/tasks/staging'
import { ReportWriter } from '../cocoImport/report'
import type { Outcome, Step } from '../kind'
import type { ZipPlan, ZipState } from './state'

type Finish = (state: ZipState, notebook: ReportWriter) => Outcome

/** One step unpacks about so many bytes, or so many files. */
const STEP = { bytes: 8 * 1024 * 1024, files: 100 }

export async function inspectStep(taskId: number, files: ArchiveEntry[], state: ZipState, finish: Finish): Promise<Step> {
  const numbers = new Map(files.map(({ name }, number) => [name, number]))
  if (numbers.has('backup.json') && numbers.has('rows/datasets.jsonl')) throw badRequest('This is a backup of everything, not a dataset. Restore it under Storage, or with POST /backup.')
  const { pictures, cocos, others } = archiveLayout(files.map(({ name }) => name))
  if (pictures.length === 0 && cocos.length === 0) throw badRequest('The archive has neither pictures nor COCO files.')
  await checkFreeSpace(files.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0))
  const plan: ZipPlan = {
    pictures: pictures.map(({ name, path }) => ({ file: numbers.get(name)!, path })),
    cocos: cocos.map(({ name, folder }) => ({ file: numbers.get(name)!, name, folder })),
  }
  const taken = new Set<string>()
  for (const { path } of pictures) {
    if (taken.has(path)) throw badRequest(`The archive has two pictures for the path "${path}".`)
    taken.add(path)
  }
  const notebook = new ReportWriter(state.notes)
  for (const name of others) notebook.info(`${name}: passed over, it is neither a picture nor a COCO file.`)
  const next: ZipState = { ...state, phase: 'verify', at: 0, files: files.length, pictures: { ...state.pictures, total: pictures.length } }
  return {
    tables: 'staging',
    commit: async () => {
      await staging.put(taskId, 'plan', 0, plan)
      return finish(next, notebook)
    },
  }
}

export async function verifyStep(files: ArchiveEntry[], plan: ZipPlan, state: ZipState, finish: Finish): Promise<Step> {
  const next: ZipState = { ...state, passed: [...state.passed] }
  const notebook = new ReportWriter(state.notes)
  const cocos = new Map(plan.cocos.map(({ file }, number) => [file, number]))
  let bytes = 0
  const until = Math.min(files.length, state.at + STEP.files)
  while (next.at < until && bytes < STEP.bytes) {
    const file = files[next.at]!
    const coco = cocos.get(next.at)
    const reason = coco === undefined ? await verifyBytes(file) : await verifyCoco(file)
    if (reason && coco !== undefined) {
      next.passed.push(coco)
      notebook.add('files passed over', 'WARNING', { file_name: file.name, message: `Passed over. ${reason}` })
    }
    bytes += file.entry.uncompressedSize
    next.at++
  }
  if (next.at >= files.length) Object.assign(next, { phase: 'pictures', at: 0 })
  return { tables: 'staging', commit: async () => finish(next, notebook) }
}

async function verifyBytes(file: ArchiveEntry): Promise<null> {
  await unpack(file, () => {})
  return null
}

/** Why the file is no COCO dataset; null when it is one. Throws when it is damaged. */
async function verifyCoco(file: ArchiveEntry): Promise<string | null> {
  const splitter = new CocoSplitter()
  let foreign: string | null | undefined
  try {
    await unpack(file, (chunk) => {
      for (const part of splitter.take(chunk)) {
        if (foreign === undefined && part.kind === 'elements' && part.list === 'annotations') foreign = part.items[0] ? foreignKind(part.items[0]) : null
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
