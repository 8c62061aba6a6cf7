/** Statistics of a dataset. Reads all its images and annotations, in batches. */
import type { DatasetStats } from '@/contract/dataset'
import { ImageState } from '@/contract/image'
import { categories } from './categories'
import { exports } from '../tasks/exports'
import type { AnnotationRow, DatasetRow, ImageRow } from '../store/rows'

class Mean {
  sum = 0
  private count = 0

  add(value: number) {
    this.sum += value
    this.count++
  }

  get value() {
    return this.count === 0 ? 0 : this.sum / this.count
  }
}

class Tally {
  images = 0
  annotated = 0
  readonly means = {
    width: new Mean(),
    height: new Mean(),
    area: new Mean(),
    imageTime: new Mean(),
    annotationTime: new Mean(),
  }
  readonly annotations = new Map<number, number>()
  readonly imagesWith = new Map<number, number>()
  readonly states = Object.fromEntries(ImageState.options.map((state) => [state, 0])) as Record<ImageState, number>
  readonly splits: Record<string, number> = {}
  readonly perImage = Object.fromEntries(GROUPS.map(([name]) => [name, 0]))
  readonly areas = { small: 0, medium: 0, large: 0 }
  readonly users = new Map<string, { annotations: number; images: number }>()

  add(image: ImageRow, rows: AnnotationRow[]) {
    this.images++
    this.states[image.state]++
    this.splits[image.split ?? ''] = (this.splits[image.split ?? ''] ?? 0) + 1
    if (rows.length > 0) this.annotated++
    this.perImage[groupOf(rows.length)]!++
    this.means.width.add(image.width)
    this.means.height.add(image.height)
    if (image.milliseconds > 0) this.means.imageTime.add(image.milliseconds)
    for (const row of rows) {
      this.means.area.add(row.area)
      this.areas[sizeOf(row.area)]++
      this.means.annotationTime.add(row.milliseconds)
      increase(this.annotations, row.category_id)
      this.user(row.creator).annotations++
    }
    for (const id of new Set(rows.map((row) => row.category_id))) increase(this.imagesWith, id)
    for (const name of new Set(rows.map((row) => row.creator))) this.user(name).images++
  }

  private user(name: string) {
    const user = this.users.get(name) ?? { annotations: 0, images: 0 }
    this.users.set(name, user)
    return user
  }
}

/** Groups of images by number of annotations. `upTo`: the largest number in the group. */
const GROUPS: [name: string, upTo: number][] = [
  ['0', 0],
  ['1', 1],
  ['2-5', 5],
  ['6-10', 10],
  ['11-20', 20],
  ['21-50', 50],
  ['51+', Infinity],
]

/** Largest area of small and of medium objects in COCO's evaluation (pycocotools `Params.areaRng`), in square pixels. */
const [SMALL, MEDIUM] = [32 ** 2, 96 ** 2]

const groupOf = (count: number) => GROUPS.find(([, upTo]) => count <= upTo)![0]
const sizeOf = (area: number) => (area <= SMALL ? 'small' : area <= MEDIUM ? 'medium' : 'large')
const increase = (counts: Map<number, number>, id: number) => counts.set(id, (counts.get(id) ?? 0) + 1)

export async function statsOf(dataset: DatasetRow): Promise<DatasetStats> {
  const tally = new Tally()
  for await (const batch of exports.images(dataset.id)) {
    for (const { image, annotations } of await exports.annotations(batch))
      tally.add(
        image,
        annotations.filter((row) => !row.deleted),
      )
  }
  const listed = await categories.ofDataset(dataset)
  const byName = (counts: Map<number, number>) =>
    Object.fromEntries(listed.map(({ id, name }) => [name, counts.get(id) ?? 0]))
  const { means } = tally
  return {
    total: {
      Users: 1,
      Images: tally.images,
      'Annotated Images': tally.annotated,
      Annotations: [...tally.annotations.values()].reduce((sum, count) => sum + count, 0),
      Categories: listed.length,
      'Time Annotating (s)': means.imageTime.sum / 1000,
    },
    average: {
      'Image Size (px)': means.width.value,
      'Image Height (px)': means.height.value,
      'Annotation Area (px)': means.area.value,
      'Time (ms) per Image': means.imageTime.value,
      'Time (ms) per Annotation': means.annotationTime.value,
    },
    categories: byName(tally.annotations),
    images_per_category: byName(tally.imagesWith),
    states: tally.states,
    splits: tally.splits,
    annotations_per_image: tally.perImage,
    areas: tally.areas,
    users: Object.fromEntries(tally.users),
  }
}
