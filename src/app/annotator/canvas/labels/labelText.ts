/** What the name on a shape says. */
import { numberText } from '../../../i18n/format'
import type { Labels } from '../../editor/display'
import type { Category, Item } from '../../editor/document'
import { nameOf } from '../../panels/list/useCategoryList'

const LONGEST = 40 // characters

export function labelText(item: Item, category: Category | undefined, labels: Labels): string {
  const name = shortened(category?.name ?? '')
  if (labels === 'category') return name
  if (labels === 'id') return nameOf(item)
  if (labels !== 'score') return ''
  return item.score === undefined ? name : `${name} ${numberText(item.score, 2)}`
}

const shortened = (name: string) => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name)
