/** Second phase: the label files of some images in a step, staged as Blobs, so that the memory holds no more than that. */
import { addLoss, copyLosses } from '@/core/formats/losses'
import { stemOf } from '@/core/formats/paths'
import { formatOf } from '@/core/formats/table'
import type { Out, OutAnnotation, OutCategory, OutImage, Totals, WriteContext, Writer } from '@/core/formats/types'
import { crc32 } from '@/core/image/crc32'
import { leavingImages, type LeavingImage } from '../../export/exportBatch'
import type { ExportPlan } from '../../export/exportPlan'
import type { ArchiveImage, UprightLeaving } from '../../export/zipExport'
import type { AnnotationRow, ExportPack } from '../../db/store/rows'
import { staging } from '../../db/tasks/staging'
import type { Memory, Outcome, Step } from '../kind'
import type { FormatImages } from './start'
import type { FormatState } from './state'
import { checkUpright, planUpright, stageNames, writesUpright } from '../cocoExport/rotated'
import { takeBatch } from '../cocoExport/write'

const FIRST = 20

export function contextOf(plan: ExportPlan, state: FormatState, isDry: boolean): WriteContext {
  return {
    categories: plan.categories.map((row): OutCategory => ({
      id: row.id,
      name: row.name,
      supercategory: row.supercategory,
      color: row.color,
      keypoints: row.keypoint_labels,
      skeleton: row.keypoint_edges,
      metadata: row.metadata,
    })),
    options: plan.options.write,
    dataset: plan.dataset.name,
    isDry,
    memo: structuredClone(state.memo),
    lose: (code, image, params, count) => addLoss(state.losses, code, params, count, image.id),
  }
}

export async function formatWrite(
  taskId: number,
  plan: ExportPlan,
  images: FormatImages,
  state: FormatState,
  isPreview: boolean,
  memory: Memory,
  finish: (state: FormatState) => Outcome,
): Promise<Step> {
  const { rows, at } = await takeBatch(images.ids, state.at)
  const { options, dataset } = plan
  const leaving = writesUpright(options)
    ? await planUpright(taskId, dataset.id, rows, memory, new Map())
    : new Map<number, UprightLeaving>()
  const written = await leavingImages(plan, rows, new Map([...leaving].map(([id, { path }]) => [id, path])))
  const log = isPreview
    ? []
    : await checkUpright(
        written.map(({ row, isListed }) => ({ row, entry: isListed ? row : undefined, annotations: [] })),
        options,
        leaving,
        memory,
      )
  const next: FormatState = {
    ...state,
    at,
    chunks: state.chunks + 1,
    splits: structuredClone(state.splits),
    losses: copyLosses(state.losses),
    shared: [...state.shared],
    first: [...state.first],
  }
  if (at >= images.ids.length) next.phase = 'join'
  if (state.at === 0 && images.unsplit) addLoss(next.losses, 'split-missing', {}, images.unsplit)
  const batch = await new BatchWriter(plan, images, next, isPreview).write(written, state.at, leaving)
  const staged = isPreview ? [] : batch.rows(state.chunks)
  return {
    tables: 'staging',
    commit: async () => {
      await staging.putAll(taskId, [...staged, ...stageNames(state.chunks, rows, leaving)])
      return { ...finish(next), log }
    },
  }
}

class BatchWriter {
  private readonly writer: Writer
  private readonly context: WriteContext
  private readonly files: [path: string, bytes: Uint8Array<ArrayBuffer>][] = []
  private readonly pieces = new Map<string, string[]>()
  private readonly pictures: ArchiveImage[] = []
  private readonly indexes: Map<number, number>

  constructor(
    private readonly plan: ExportPlan,
    private readonly images: FormatImages,
    private readonly next: FormatState,
    private readonly isPreview: boolean,
  ) {
    this.writer = formatOf(plan.options.format)!.writer!
    this.context = contextOf(plan, next, isPreview)
    this.indexes = new Map(plan.categories.map(({ id }, index) => [id, index]))
  }

  async write(written: LeavingImage[], from: number, leaving: Map<number, UprightLeaving>): Promise<this> {
    const { ids, files, parts = [] } = this.images
    const places = new Map(ids.slice(from, this.next.at).map((id, index) => [id, from + index]))
    const paths = new Map(this.images.paths)
    for (const each of written) {
      const part = files?.[places.get(each.row.id)!]
      const split = part === undefined ? null : parts[part]!
      const path = withEnding(paths.get(each.row.id) ?? each.row.path, each.leaving.path)
      await this.add(each, { path, stem: stemOf(path), split }, leaving.get(each.row.id))
    }
    this.next.memo = this.context.memo
    return this
  }

  private async add(
    { row, leaving, isListed, annotations }: LeavingImage,
    place: Pick<OutImage, 'path' | 'stem' | 'split'>,
    upright: UprightLeaving | undefined,
  ): Promise<void> {
    const path = this.writer.imagePath(place)
    const isInArchive = (isListed || this.plan.options.pictures !== 'listed') && !row.placeholder
    if (isInArchive) this.note(path)
    this.pictures.push([row.id, 0, isListed, upright ?? null, path])
    if (!isListed)
      return isInArchive && row.num_annotations === 0
        ? addLoss(this.next.losses, 'background-images', {}, 1, row.id)
        : undefined
    const { width, height, metadata } = leaving
    const image: OutImage = {
      ...place,
      id: row.id,
      width,
      height,
      metadata,
      annotations: annotations.map((each) => this.outOf(each)),
    }
    count(this.next, image)
    for (const out of await this.writer.write(image, this.context)) this.take(out)
  }

  private outOf({
    id,
    category_id,
    shape,
    bbox,
    area,
    keypoints,
    iscrowd,
    metadata,
    color,
    score,
    extra,
  }: AnnotationRow): OutAnnotation {
    const known = score ?? extra?.score
    return {
      id,
      category: this.indexes.get(category_id)!,
      shape,
      bbox,
      area,
      keypoints,
      iscrowd,
      metadata,
      color,
      ...(typeof known === 'number' ? { score: known } : {}),
    }
  }

  private take(out: Out): void {
    this.note(out.path)
    if ('data' in out) {
      if (!this.isPreview) this.files.push([out.path, bytesOf(out.data)])
      return
    }
    if (!this.next.shared.includes(out.path)) this.next.shared.push(out.path)
    const pieces = this.pieces.get(out.path)
    if (pieces) pieces.push(out.piece)
    else this.pieces.set(out.path, [out.piece])
  }

  private note(path: string): void {
    const { first } = this.next
    if (first.length < FIRST && !first.includes(path)) first.push(path)
  }

  rows(number: number): { list: string; number: number; data: unknown }[] {
    const pieces = [...this.pieces].map(([path, texts]) => {
      const between = this.writer.frame?.(path, this.context, { splits: this.next.splits }).between ?? ''
      return { list: pieceList(path), number, data: new Blob([texts.join(between)]) }
    })
    const pictures = {
      list: 'export/pictures',
      number,
      data: new Blob([this.pictures.map((each) => `${JSON.stringify(each)},\n`).join('')]),
    }
    return [
      ...pieces,
      pictures,
      ...(this.files.length > 0 ? [{ list: 'export/packs', number, data: packOf(this.files) }] : []),
    ]
  }
}

export const pieceList = (path: string) => `export/piece/${path}`

export const bytesOf = (data: string | Uint8Array<ArrayBuffer>) =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data

export function packOf(files: [path: string, bytes: Uint8Array<ArrayBuffer>][]): ExportPack {
  return {
    index: files.map(([path, bytes]) => [path, bytes.length, crc32(bytes)]),
    blob: new Blob(files.map(([, bytes]) => bytes)),
  }
}

/** The planned name with the ending that the image leaves with. */
function withEnding(path: string, leaving: string): string {
  return stemOf(path) + leaving.slice(stemOf(leaving).length)
}

function count(next: FormatState, { split, annotations }: OutImage): void {
  const splits: Totals['splits'] = next.splits
  const entry = (splits[split ?? ''] ??= { images: 0, annotations: 0 })
  entry.images++
  entry.annotations += annotations.length
  next.images++
  next.annotations += annotations.length
}
