/** The categories with their annotations, as the panel lists them. */
import { computed, type Ref } from 'vue'
import { t } from '../../../i18n'
import { useAnnotator } from '../../annotator'
import type { Shape } from '@/core/shape/types'
import type { Category, Item } from '../../editor/document'

export interface Section {
  category: Category
  items: Item[]
  /** 1 to 9: the key that picks it. */
  key: number | null
}

const KEYS = 9

export function useCategoryList(search: Ref<string>) {
  const { view } = useAnnotator()
  return computed(() => {
    const { categories, items } = view.late.doc.value
    const wanted = search.value.trim().toLowerCase()
    const byCategory = new Map<number, Item[]>()
    for (const item of items.values()) {
      const list = byCategory.get(item.categoryId)
      if (list) list.push(item)
      else byCategory.set(item.categoryId, [item])
    }
    return [...categories.values()].flatMap((category, index): Section[] => {
      const all = byCategory.get(category.id) ?? []
      const key = index < KEYS ? index + 1 : null
      if (!wanted || category.name.toLowerCase().includes(wanted)) return [{ category, items: all, key }]
      const found = all.filter((item) => nameOf(item).includes(wanted))
      return found.length > 0 ? [{ category, items: found, key }] : []
    })
  })
}

/** What an annotation is called in the list. */
export const nameOf = ({ storedId }: Item): string => (storedId === null ? t('annotator.isNew') : `#${storedId}`)

export function kindOf({ shape, keypoints }: Item): string {
  const drawn = [shape && kindOfShape(shape), keypoints.length > 0 && t('annotator.kind.keypoints')].filter(Boolean)
  return drawn.join(', ') || t('annotator.kind.empty')
}

function kindOfShape(shape: Shape): string {
  const kind = t(`annotator.kind.${shape.kind}`)
  if (shape.kind !== 'polygons') return kind
  const holes = shape.parts.reduce((sum, part) => sum + part.holes.length, 0)
  const more = [
    shape.parts.length > 1 && t('annotator.parts', { count: shape.parts.length }),
    holes > 0 && t('annotator.holes', { count: holes }),
  ]
  return [kind, ...more].filter(Boolean).join(', ')
}
