/**
 * Which category each entry of a file means. By name; where its keypoints are defined otherwise there, points are reordered
 * (same names), or the entry becomes a category of its own, is mapped by name, or redefines the one that is here, as was chosen.
 */
import type { UsableCategory } from '@/core/coco/check/image'
import {
  isSameOrder,
  orderByEdit,
  orderByName,
  sameLabels,
  type KeypointOrder,
} from '@/core/coco/keypoints/keypointOrder'
import { sameList } from '@/core/sameList'
import { categories } from '../../db/datasets/categories'
import type { KeypointRearrangement } from '../../db/images/keypointRearrange'
import type { CategoryRow } from '../../db/store/rows'
import type { RecordChange } from '../../db/store/write'
import { imports, type IdsUsed } from '../../db/tasks/imports'
import { categoryFields, completedCategory, redefinedCategory } from './categoryFields'
import type { ReportWriter } from './report'
import { isOurId, type CocoOptions } from './state'

/** Source id, our id (below 0 in a dry run: not made yet), how many keypoints the file gives; `order`: how they stand here, absent: as they come; their names here and in the file. */
export type CategoryLink = [
  source: number | string,
  id: number,
  keypoints: number,
  order?: KeypointOrder,
  labels?: string[],
]

interface Lacking {
  /** The first that asks for it. */
  entry: UsableCategory
  name: string
  /** Below 0: not made yet. */
  id: number
}

interface Counts {
  created: number
  matched: number
  /** Whose keypoints have other names here. */
  differing: number
}

export class CategoryLinker {
  /** What has to be done to annotations that are here. */
  readonly rearrangements: KeypointRearrangement[] = []
  private readonly lacking: Lacking[] = []
  private readonly changed = new Map<number, CategoryRow>()

  constructor(
    private readonly options: CocoOptions,
    private readonly counts: Counts,
    private readonly notebook: ReportWriter,
  ) {}

  async link(usable: UsableCategory[], used: IdsUsed, recordChange: RecordChange): Promise<CategoryLink[]> {
    const { dry_run, dataset } = this.options
    const byName = await imports.categoriesByName(new Set(usable.map(({ name }) => name)), dry_run, recordChange)
    const own = await imports.ownCategories(dataset)
    const found = usable.map((entry) => ({ entry, row: this.find(entry, byName.get(entry.name), own) }))
    this.counts.matched = found.filter(({ row }) => row).length
    const names = new Set((await categories.list()).map(({ name }) => name))
    const pending = found.map((each) => ({ ...each, made: each.row ? undefined : this.toMake(each.entry, names) }))
    if (!dry_run) await this.makeLacking(used.category)
    for (const each of this.rearrangements) each.upTo = used.annotation
    if (!dry_run) await imports.putCategories([...this.changed.values()], recordChange)
    return pending.map(({ entry, row, made }) =>
      row ? this.linkTo(entry, row.id, row.keypoint_labels) : this.linkTo(entry, made!.id, made!.entry.keypoints),
    )
  }

  /** undefined: it is to be made. */
  private find(entry: UsableCategory, named: CategoryRow | undefined, own: CategoryRow[]): CategoryRow | undefined {
    const row = named && this.changed.get(named.id) ? this.changed.get(named.id) : named
    if (row && !differs(entry, row)) return this.meet(entry, row)
    const separate = own.find((each) => each.imported_as === entry.name && !differs(entry, each))
    if (separate) return this.meet(entry, separate)
    if (!row) return undefined
    this.counts.differing++
    return this.decide(entry, row)
  }

  private decide(entry: UsableCategory, row: CategoryRow): CategoryRow | undefined {
    const { definitions } = this.options
    const both = `Here its keypoints are ${list(row.keypoint_labels)}; the file has ${list(entry.keypoints)}.`
    if (definitions === 'map') {
      this.say(entry, `${both} Points are mapped by name; those of other names are left out.`)
      return row
    }
    if (definitions !== 'replace') {
      this.say(entry, `${both} It becomes a category of its own.`)
      return undefined
    }
    const order = orderByEdit(row.keypoint_labels, entry.keypoints)
    this.say(entry, `${both} Those of the file replace them; the annotations that are here are rearranged.`)
    this.rearrangements.push({ category: row.id, name: row.name, order, upTo: 0 })
    return this.change(redefinedCategory(row, entry))
  }

  /** The same keypoints, perhaps in another order: what the category lacks of the file is added, what differs is said. */
  private meet(entry: UsableCategory, row: CategoryRow): CategoryRow {
    const { row: completed, added, kept } = completedCategory(row, entry)
    if (kept.length > 0) this.say(entry, `It is here with another ${kept.join(', ')}: what is here is kept.`)
    if (added.length > 0) this.say(entry, `It lacked ${added.join(', ')}: taken from the file.`, 'INFO')
    return added.length > 0 ? this.change(completed) : row
  }

  private change(row: CategoryRow): CategoryRow {
    this.changed.set(row.id, row)
    return row
  }

  private linkTo({ id, name, keypoints }: UsableCategory, ours: number, labels: string[]): CategoryLink {
    const order = orderByName(keypoints, labels)
    if (keypoints.length === 0 || isSameOrder(order, keypoints.length))
      return [id, ours, keypoints.length || labels.length]
    if (sameLabels(keypoints, labels))
      this.say(
        { name },
        `Its keypoints stand in another order here: the points of the file are reordered to ${list(labels)}.`,
      )
    return [id, ours, keypoints.length, order, keypoints]
  }

  /** What is to be made; entries that share a name and keypoints become one. */
  private toMake(entry: UsableCategory, names: Set<string>): Lacking {
    const known = this.lacking.find(
      (each) => each.entry.name === entry.name && fits(entry.keypoints, each.entry.keypoints),
    )
    if (known) {
      this.counts.matched++
      return known
    }
    this.counts.created++
    const name = names.has(entry.name) ? freeName(entry.name, names) : entry.name
    names.add(name)
    this.notebook.add('categories created', 'INFO', { category: name, message: `Creating category ${name}.` })
    const lacking: Lacking = { entry, name, id: -1 - this.lacking.length }
    this.lacking.push(lacking)
    return lacking
  }

  private async makeLacking(used: number): Promise<void> {
    const rows = await imports.createCategories(
      this.lacking.map(({ entry, name }) => ({
        fields: { ...categoryFields(entry), name, ...(name === entry.name ? {} : { imported_as: entry.name }) },
        wanted: isOurId(entry.id) ? entry.id : undefined,
      })),
      used,
    )
    rows.forEach(({ id }, index) => (this.lacking[index]!.id = id))
  }

  private say({ name }: Pick<UsableCategory, 'name'>, message: string, level: 'INFO' | 'WARNING' = 'WARNING') {
    this.notebook.add('categories that differ', level, { category: name, message })
  }
}

/** Both define keypoints, of other names. */
const differs = ({ keypoints }: UsableCategory, { keypoint_labels }: CategoryRow) => !fits(keypoints, keypoint_labels)

const fits = (one: readonly string[], other: readonly string[]) =>
  one.length === 0 || other.length === 0 || sameList(one, other) || sameLabels(one, other)

function freeName(name: string, taken: ReadonlySet<string>): string {
  let number = 2
  while (taken.has(`${name} (${number})`)) number++
  return `${name} (${number})`
}

function list(labels: readonly string[]): string {
  const text = labels.slice(0, 20).join(', ')
  return labels.length > 20 ? `${text} and ${labels.length - 20} more` : text
}
