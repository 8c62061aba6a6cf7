/** What readers of formats ask of an archive and of the dataset that it goes into. */
import { ImageFinder } from '@/core/formats/finder'
import { addLoss, copyLosses, lossSentence, QUIET, type LossCounts } from '@/core/formats/losses'
import type { NamedCategory } from '@/core/formats/toCoco'
import type { Categories, CategoryFields, Lose, Pixels, Source, SourceImage } from '@/core/formats/types'
import { unpackBlob, unpackBytes, type ArchiveEntry } from '../../archive/inspect'
import { imports } from '../../db/tasks/imports'
import { staging } from '../../db/tasks/staging'
import type { ReportWriter } from '../cocoImport/report'
import type { ZipPlan } from '../zipImport/state'

/** An image of the archive by the number of its file, or one of the dataset by its id. */
interface Image extends SourceImage {
  file?: number
  id?: number
}

/** What does not change from step to step: kept in memory, made again after a stop. */
export interface ArchiveImages {
  images: Image[]
  own: ImageFinder<Image>
  dataset: ImageFinder<Image>
  sizes: Map<number, Pixels>
  stored: StoredSizes
}

export async function readArchiveImages(taskId: number, datasetId: number, plan: ZipPlan): Promise<ArchiveImages> {
  const names = new Map(plan.names!.map(([name, file]) => [file, name]))
  const images = plan.pictures.map(({ file, path }): Image => ({ name: names.get(file)!, path, file }))
  const stored = (await imports.paths(datasetId)).map(([path, id]): Image => ({ name: path, path, id }))
  const rows = ((await staging.all(taskId, 'sizes')) as [number, number, number][][]).flat()
  return {
    images,
    own: new ImageFinder(images),
    dataset: new ImageFinder(stored),
    sizes: new Map(rows.map(([file, width, height]) => [file, { width, height }])),
    stored: new StoredSizes(stored.map(({ id }) => id!)),
  }
}

export class Collected implements Categories {
  private readonly numbers: Map<string, number>

  constructor(readonly list: NamedCategory[]) {
    this.numbers = new Map(list.map(({ name }, index) => [name, index + 1]))
  }

  /** More keypoints than were known are added; other fields stay as they were first said. */
  number(given: string, fields: CategoryFields = {}): number {
    const name = given.normalize('NFC').trim() || 'unlabelled'
    const known = this.numbers.get(name)
    if (known === undefined) {
      this.list.push({ name, fields })
      this.numbers.set(name, this.list.length)
      return this.list.length
    }
    const entry = this.list[known - 1]!
    const more = (fields.keypoints?.length ?? 0) > (entry.fields.keypoints?.length ?? 0)
    this.list[known - 1] = {
      name,
      fields: { ...fields, ...entry.fields, ...(more ? { keypoints: fields.keypoints } : {}) },
    }
    return known
  }
}

export interface SourceState {
  categories: NamedCategory[]
  losses: LossCounts
  seen: Record<string, unknown>
}

export interface OpenSource {
  source: Source
  after: SourceState
}

export function openSource(
  files: ArchiveEntry[],
  plan: ZipPlan,
  known: ArchiveImages,
  before: SourceState,
  givenNames: string[],
  notebook: ReportWriter,
): OpenSource {
  const numbers = new Map(plan.names)
  const entry = (name: string) => files[numbers.get(name)!]!
  const categories = new Collected([...before.categories])
  const losses = copyLosses(before.losses)
  const lose: Lose = (code, where, params = {}, count = 1) => {
    addLoss(losses, code, params, count)
    const message = lossSentence(code, { ...params, count: 1 })
    if (QUIET.has(code)) notebook.info(`${where}: ${message}`)
    else notebook.add(code, 'WARNING', { file_name: where, message })
  }
  const source: Source = {
    names: plan.names!.map(([name]) => name),
    images: known.images,
    givenNames,
    seen: before.seen,
    text: async (name) => new TextDecoder().decode(await bytesOf(entry(name))),
    pieces: (name) => piecesOf(entry(name)),
    bytes: (name) => bytesOf(entry(name)),
    find: (...names) => known.own.find(names) ?? known.dataset.find(names),
    size: (image) => sizeOf(image as Image, known),
    categories,
    lose,
  }
  return { source, after: { categories: categories.list, losses, seen: before.seen } }
}

const bytesOf = unpackBytes

/** Files that fit the memory well are unpacked at once; the bytes of larger ones lie in a Blob. */
async function* piecesOf(entry: ArchiveEntry): AsyncGenerator<string> {
  const blob = await unpackBlob(entry)
  const decoder = new TextDecoder()
  const PIECE = 1024 * 1024
  for (let at = 0; at < blob.size; at += PIECE) {
    const text = decoder.decode(await blob.slice(at, at + PIECE).arrayBuffer(), { stream: true })
    if (text) yield text
  }
  const rest = decoder.decode()
  if (rest) yield rest
}

async function sizeOf({ file, id }: Image, { sizes, stored }: ArchiveImages): Promise<Pixels | null> {
  if (file !== undefined) return sizes.get(file) ?? null
  return id === undefined ? null : stored.of(id)
}

/** Images whose sizes are read at once. */
const AHEAD = 500

/** Sizes of images of the dataset. Label files mostly follow the order of the images, so those that come next are read with one. */
class StoredSizes {
  private readonly places: Map<number, number>
  private known = new Map<number, Pixels>()

  constructor(private readonly ids: number[]) {
    this.places = new Map(ids.map((id, place) => [id, place]))
  }

  async of(id: number): Promise<Pixels | null> {
    if (!this.known.has(id)) await this.read(this.places.get(id) ?? 0)
    const size = this.known.get(id)
    return size && size.width > 0 ? size : null
  }

  private async read(place: number): Promise<void> {
    const rows = await imports.imageRows(this.ids.slice(place, place + AHEAD))
    for (const [id, { width, height }] of rows) this.known.set(id, { width, height })
  }
}
