/** What was not taken as it was posted, as the answer names it. */
import type { PostedRemark } from '@/contract/remarks'

/** At most so many of a list are named; the rest is counted. */
const NAMED = 100

type Where = Pick<PostedRemark, 'category' | 'annotation'>

export class Remarks {
  private readonly lists = { passed_over: [] as PostedRemark[], repaired: [] as PostedRemark[] }
  private readonly counts = { passed_over: 0, repaired: 0 }

  constructor(
    private readonly where: Where = {},
    parent?: Remarks,
  ) {
    if (parent) ({ lists: this.lists, counts: this.counts } = parent)
  }

  /** The same lists, for remarks on a category or an annotation. */
  of(where: Where): Remarks {
    return new Remarks({ ...this.where, ...where }, this)
  }

  /** It is not stored. */
  passedOver(field: string, message: string) {
    this.add('passed_over', field, message)
  }

  /** It is stored otherwise than it was posted. */
  repaired(field: string, message: string) {
    this.add('repaired', field, message)
  }

  private add(list: 'passed_over' | 'repaired', field: string, message: string) {
    this.counts[list]++
    if (this.lists[list].length < NAMED) this.lists[list].push({ ...this.where, field, message })
  }

  /** Fields of the answer; none when all was taken as it came. */
  answer(): Partial<
    Record<'passed_over' | 'repaired', PostedRemark[]> & Record<'passed_over_count' | 'repaired_count', number>
  > {
    const { passed_over, repaired } = this.lists
    return {
      ...(passed_over.length > 0 && { passed_over, passed_over_count: this.counts.passed_over }),
      ...(repaired.length > 0 && { repaired, repaired_count: this.counts.repaired }),
    }
  }
}
