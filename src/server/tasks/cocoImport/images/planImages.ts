/** Decides which image of the dataset each entry of a file means, before the transaction that links them. */
import { checkImage, type UsableImage } from '@/core/coco/check/image'
import { asKey } from '@/core/coco/check/problem'
import { matchImage, type PathIndex } from '@/core/coco/matchImages'
import { normalisePath } from '@/core/paths'
import type { Size } from '@/core/shape/types'
import { files } from '../../../db/images/files'
import { imports } from '../../../db/tasks/imports'
import type { ImageRow } from '../../../db/store/rows'
import { staging } from '../../../db/tasks/staging'
import type { ReportWriter } from '../report'
import type { CocoOptions, CocoSource, CocoState } from '../state'
import { orientationOf } from './orientation'

/** Instead of an image id: the dataset has no such image, or several. */
export const NOT_HERE = 0

/** Path of a placeholder, and the fields of its entry that Atoll does not know. */
export interface FreshImage {
  path: string
  fields: Record<string, unknown>
  /** The file does not say its size. */
  estimated?: boolean
}

/**
 * Source id, id here (negative in a dry run: not created), width and height of the upright image in pixels.
 * `fresh`: the image is to be created. `turn`: the orientation by which its annotations are rotated; absent: not at all.
 */
export type ImageLink = [
  source: number | string,
  id: number,
  width: number,
  height: number,
  fresh?: FreshImage,
  turn?: number,
]

/** Staged list of the links. */
export const IMAGE_LINKS = 'coco/image links'

export const readImageLinks = async (taskId: number) =>
  ((await staging.all(taskId, IMAGE_LINKS)) as ImageLink[][]).flat()

export interface NamedImage {
  image: UsableImage
  path: string
}

export interface ImagePlan {
  links: ImageLink[]
  placeholders: NamedImage[]
  /** Further entries for the path of a placeholder. */
  twins: NamedImage[]
  /** Stored images with the fields of the file that they lacked. */
  completed: ImageRow[]
}

/** The links of the entries so far. */
export interface Linked {
  sources: Set<number | string>
  ids: Set<number>
  /** Placeholders, by path and by id. */
  paths: Map<string, number>
  sizes: Map<number, Size>
}

export class ImagePlanner {
  readonly plan: ImagePlan = { links: [], placeholders: [], twins: [], completed: [] }
  private readonly matched: { image: UsableImage; id: number }[] = []
  private readonly planned = new Set<string>()
  private trashed = new Set<string>()

  constructor(
    private readonly index: PathIndex,
    readonly options: CocoOptions,
    private readonly source: CocoSource,
    private readonly linked: Linked,
    readonly counts: CocoState['counts']['images'],
    readonly report: ReportWriter,
  ) {}

  async take(entries: Record<string, unknown>[]): Promise<ImagePlan> {
    if (this.options.add_missing) this.trashed = await imports.trashedPaths(this.options.dataset)
    for (const entry of entries) {
      this.counts.total++
      const named = this.read(entry)
      if (named) this.match(named)
    }
    this.counts.matched += this.matched.length
    await this.linkMatched()
    return this.plan
  }

  private read(entry: Record<string, unknown>): NamedImage | undefined {
    const { usable, problems } = checkImage(entry)
    const name = typeof entry.file_name === 'string' ? entry.file_name : String(entry.id)
    const key = asKey(entry.id)
    const refuse = (message: string) => {
      this.report.add('images refused', 'ERROR', { file_name: name, message })
      return undefined
    }
    if (key !== undefined && this.linked.sources.has(key))
      return refuse(`Another image of the file has the id ${key} too; that one is taken.`)
    if (key !== undefined) this.linked.sources.add(key)
    if (!usable) {
      if (key !== undefined) this.plan.links.push([key, NOT_HERE, 0, 0])
      return refuse(problems.find((problem) => !problem.repair)?.message ?? 'It cannot be used.')
    }
    for (const { message } of problems) this.report.log.push({ level: 'WARNING', text: `${name}: ${message}` })
    try {
      return { image: usable, path: normalisePath(usable.file_name) }
    } catch (error) {
      this.plan.links.push([usable.id, NOT_HERE, 0, 0])
      return refuse((error as Error).message)
    }
  }

  private match({ image, path }: NamedImage): void {
    const { counts, options, source } = this
    const match = matchImage(this.index, path, source.folder)
    const newPath = source.folder ? `${source.folder}/${path}` : path
    if (typeof match === 'object') {
      if (this.linked.ids.has(match.id)) this.namedTwice(image)
      this.linked.ids.add(match.id)
      this.matched.push({ image, id: match.id })
    } else if (match === 'ambiguous') {
      counts.ambiguous++
      this.skip(image, 'images with several files to choose from', 'To many images found with the same file name.')
    } else if (!options.add_missing) {
      counts.missing++
      this.skip(image, 'images not found', 'Could not find image.')
    } else if (this.trashed.has(newPath)) {
      counts.missing++
      this.skip(image, 'images in the trash', 'This image is in the trash. Restore it, then import again.')
    } else if (this.planned.has(newPath)) {
      counts.matched++
      this.plan.twins.push({ image, path: newPath })
      this.namedTwice(image)
    } else {
      counts.added++
      this.planned.add(newPath)
      this.plan.placeholders.push({ image, path: newPath })
    }
  }

  private namedTwice({ file_name }: UsableImage): void {
    this.report.add('images named twice', 'WARNING', { file_name, message: 'The file names this image twice.' })
  }

  private skip({ id, file_name }: UsableImage, kind: string, message: string): void {
    this.plan.links.push([id, NOT_HERE, 0, 0])
    this.report.add(kind, 'ERROR', { file_name, message })
  }

  /** Links the matched images, with their stored sizes. Reports sizes that differ from the file. */
  private async linkMatched(): Promise<void> {
    const rows = await imports.imageRows(this.matched.filter(({ id }) => id > 0).map(({ id }) => id))
    const orientations = await files.orientations([...rows.values()])
    for (const { image, id } of this.matched) {
      const stored = rows.get(id)
      const row = stored ?? this.linked.sizes.get(id)
      const turn = stored ? orientationOf(image, stored, orientations.get(id) ?? 1, this) : 1
      const { width, height } = row ?? image
      this.plan.links.push(turn === 1 ? [image.id, id, width, height] : [image.id, id, width, height, undefined, turn])
      if (!row) continue
      const isOther =
        turn === 1 && image.width > 0 && image.height > 0 && (image.width !== row.width || image.height !== row.height)
      if (isOther) {
        const message = `The file says ${image.width} x ${image.height} pixels, the image has ${row.width} x ${row.height}.`
        this.report.add('images of another size', 'WARNING', { file_name: image.file_name, message })
      }
      const completed = stored && imports.withFields(stored, image.extra)
      if (completed) this.plan.completed.push(completed)
    }
  }
}
