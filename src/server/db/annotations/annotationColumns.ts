/** Facts of annotations for queries, in memory: numbers side by side, because a million objects would take several times the room. */
import { annotationFacts, type AnnotationFacts, type ShapeKind } from '@/core/query/facts'
import { db } from '../store/schema'
import { chunksOf } from './annotationChunks'

const SHAPES: readonly ShapeKind[] = ['none', 'polygon', 'mask', 'box']
/** Numbers that an annotation takes: its numeric facts, then flags, then the index of its creator. */
const NUMBERS = ['category_id', 'area', 'aspect', 'x', 'y', 'score', 'created_at', 'updated_at'] as const
const STRIDE = NUMBERS.length + 2
/** The shape's index takes the two lowest bits of the flags. */
const FLAGS = { keypoints: 4, iscrowd: 8, prediction: 16 }

export class AnnotationColumns {
  private readonly byImage = new Map<number, Float64Array>()
  private readonly creators: string[] = []
  private readonly creatorIndexes = new Map<string, number>()
  private forgotten = 0

  /** By image id, without metadata. Reads what is not known yet. */
  async of(imageIds: number[]): Promise<Map<number, AnnotationFacts[]>> {
    const unknown = imageIds.filter((id) => !this.byImage.has(id))
    const { forgotten } = this
    const read = unknown.length > 0 ? await readFacts(unknown) : new Map<number, AnnotationFacts[]>()
    // what was changed while it was read may be out of date
    if (forgotten === this.forgotten) for (const id of unknown) this.byImage.set(id, this.pack(read.get(id) ?? []))
    return new Map(
      imageIds.map((id) => {
        const columns = this.byImage.get(id)
        return [id, columns ? this.unpack(columns) : (read.get(id) ?? [])]
      }),
    )
  }

  forget(imageId: number) {
    this.forgotten++
    this.byImage.delete(imageId)
  }

  private pack(list: AnnotationFacts[]): Float64Array {
    const columns = new Float64Array(list.length * STRIDE)
    for (const [index, facts] of list.entries()) {
      const at = index * STRIDE
      for (const [offset, field] of NUMBERS.entries()) columns[at + offset] = facts[field]
      columns[at + NUMBERS.length] = flagsOf(facts)
      columns[at + NUMBERS.length + 1] = this.creatorIndex(facts.creator)
    }
    return columns
  }

  private unpack(columns: Float64Array): AnnotationFacts[] {
    return Array.from({ length: columns.length / STRIDE }, (_none, index) => {
      const at = index * STRIDE
      const flags = columns[at + NUMBERS.length]!
      return {
        category_id: columns[at]!,
        area: columns[at + 1]!,
        aspect: columns[at + 2]!,
        x: columns[at + 3]!,
        y: columns[at + 4]!,
        score: columns[at + 5]!,
        created_at: columns[at + 6]!,
        updated_at: columns[at + 7]!,
        shape: SHAPES[flags & 3]!,
        keypoints: (flags & FLAGS.keypoints) > 0,
        iscrowd: (flags & FLAGS.iscrowd) > 0,
        prediction: (flags & FLAGS.prediction) > 0,
        creator: this.creators[columns[at + NUMBERS.length + 1]!]!,
      }
    })
  }

  private creatorIndex(name: string): number {
    const known = this.creatorIndexes.get(name)
    if (known !== undefined) return known
    this.creatorIndexes.set(name, this.creators.length)
    return this.creators.push(name) - 1
  }
}

const flagsOf = ({ shape, keypoints, iscrowd, prediction }: AnnotationFacts): number =>
  SHAPES.indexOf(shape) +
  Number(keypoints) * FLAGS.keypoints +
  Number(iscrowd) * FLAGS.iscrowd +
  Number(prediction) * FLAGS.prediction

/** Facts of the annotations that are not deleted, with metadata, by image id. */
export function readFacts(imageIds: number[]): Promise<Map<number, AnnotationFacts[]>> {
  return db.transaction('r', [db.images, db.annotationChunks, db.chunkPacks], async () => {
    const found = new Map<number, AnnotationFacts[]>()
    const images = (await db.images.bulkGet(imageIds)).filter((row) => row !== undefined)
    for (const { image_id, annotations } of await chunksOf(images)) {
      const live = annotations.filter(({ deleted }) => !deleted).map(annotationFacts)
      found.set(image_id, [...(found.get(image_id) ?? []), ...live])
    }
    return found
  })
}
