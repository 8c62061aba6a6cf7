/**
 * The phase that reads label files of formats other than COCO, some in a step, and writes what they say as a COCO file. Nothing
 * but staged work is written: a broken label file refuses the archive before anything of it is stored.
 */
import { categoriesText, imageText } from '@/core/formats/toCoco'
import { formatOf } from '@/core/formats/table'
import type { ReadImage, Reader, SourceImage } from '@/core/formats/types'
import type { ArchiveEntry } from '../../archive/inspect'
import { staging } from '../../db/tasks/staging'
import { unpackedUpload } from '../../db/tasks/inUse'
import { uploads } from '../../db/tasks/uploads'
import { ReportWriter } from '../cocoImport/report'
import type { Memory, Outcome, Step } from '../kind'
import { slot } from '../memory'
import { openSource, readArchiveImages, type ArchiveImages, type OpenSource } from './source'
import type { ZipPlan, ZipState } from '../zipImport/state'

type Finish = (state: ZipState, notebook: ReportWriter) => Outcome

/** How much one step reads. Tests make the steps smaller. */
export const labelSizes = { files: 400, text: 4 * 1024 * 1024 }

interface Task {
  id: number
  dataset: number
  names: string[]
}

export async function labelsStep(
  task: Task,
  files: ArchiveEntry[],
  plan: ZipPlan,
  state: ZipState,
  memory: Memory,
  finish: Finish,
): Promise<Step> {
  const reader = formatOf(state.format!)!.reader!
  const notebook = new ReportWriter(state.notes)
  const opened = await open(task, files, plan, state, memory, notebook)
  const { source, after } = opened
  const shared = await begin(reader, opened, plan, state, memory)
  const labels = plan.labels!
  const names = new Map(plan.names!.map(([name, file]) => [file, name]))
  const batch = new Batch()
  let at = state.at
  while (at < labels.length && at < state.at + labelSizes.files && batch.length < labelSizes.text) {
    for await (const image of reader.read(names.get(labels[at]!)!, source, shared)) batch.add(image)
    at++
  }
  const isLast = at >= labels.length
  if (isLast) await addRest(task.id, reader, opened, shared, batch)
  const next: ZipState = { ...state, at, categories: after.categories, losses: after.losses, chunks: state.chunks + 1 }
  const blob = isLast ? await joined(task.id, batch, next) : null
  if (isLast) Object.assign(next, { phase: 'pictures', at: 0 })
  return {
    tables: blob ? 'all' : 'staging',
    commit: async () => {
      if (blob) await uploads.store(unpackedUpload(task.id), blob, 'labels.json')
      else await staging.putAll(task.id, batch.rows(state.chunks))
      if (blob) await staging.dropLists(task.id, 'labels/')
      return finish(next, notebook)
    },
  }
}

const ARCHIVE_IMAGES = slot<ArchiveImages>('archive images')
/** What the format's reader makes of all label files before the first image. */
const SHARED = slot<{ shared: unknown }>('shared by label files')

async function open(
  task: Task,
  files: ArchiveEntry[],
  plan: ZipPlan,
  state: ZipState,
  memory: Memory,
  notebook: ReportWriter,
): Promise<OpenSource> {
  const images = await memory.read(ARCHIVE_IMAGES, () => readArchiveImages(task.id, task.dataset, plan))
  const { categories, losses, seen } = state
  return openSource(files, plan, images, { categories, losses, seen }, task.names, notebook)
}

/** Made again after a stop; what it names then is counted already. */
async function begin(
  reader: Reader,
  { source, after }: OpenSource,
  plan: ZipPlan,
  state: ZipState,
  memory: Memory,
): Promise<unknown> {
  const known = memory.get(SHARED)
  if (known) return known.shared
  const names = new Map(plan.names!.map(([name, file]) => [file, name]))
  const shared = await reader.begin?.(
    source,
    plan.labels!.map((file) => names.get(file)!),
  )
  if (state.at > 0) after.losses = state.losses
  memory.set(SHARED, { shared })
  return shared
}

async function addRest(
  taskId: number,
  reader: Reader,
  { source }: OpenSource,
  shared: unknown,
  batch: Batch,
): Promise<void> {
  if (!reader.rest) return
  const before = ((await staging.all(taskId, 'labels/named')) as string[][]).flat()
  const named = new Set([...before, ...batch.named])
  const unread: SourceImage[] = source.images.filter(({ path }) => !named.has(path))
  for (const image of reader.rest(source, shared, unread)) batch.add(image)
}

async function joined(taskId: number, batch: Batch, { categories }: ZipState): Promise<Blob> {
  const pieces = async (list: string) => (await staging.all(taskId, `labels/${list}`)) as Blob[]
  const list = async (name: 'images' | 'annotations') => [...(await pieces(name)), batch[name].join('')]
  const [images, annotations] = [await list('images'), await list('annotations')]
  return new Blob(
    [
      `{"categories":${categoriesText(categories)},\n"images":[`,
      ...(await withoutLastComma(images)),
      `],\n"annotations":[`,
      ...(await withoutLastComma(annotations)),
      ']}\n',
    ],
    { type: 'application/json' },
  )
}

async function withoutLastComma(parts: (Blob | string)[]): Promise<(Blob | string)[]> {
  const blob = new Blob(parts)
  return blob.size === 0 ? [] : [blob.slice(0, blob.size - 2)]
}

/** The text of some images. */
class Batch {
  readonly images: string[] = []
  readonly annotations: string[] = []
  readonly named: string[] = []
  length = 0

  add(image: ReadImage): void {
    const { images, annotations } = imageText(image)
    this.images.push(images)
    this.annotations.push(annotations)
    this.named.push(image.path)
    this.length += images.length + annotations.length
  }

  rows(number: number): { list: string; number: number; data: unknown }[] {
    return [
      { list: 'labels/images', number, data: new Blob(this.images) },
      { list: 'labels/annotations', number, data: new Blob(this.annotations) },
      { list: 'labels/named', number, data: this.named },
    ]
  }
}
