/** Writing what the user had repaired. Call within a transaction. Rows that were changed since they were looked at are left alone. */
import { annotations } from '../annotations/annotations'
import type { AnnotationRow, CategoryRow } from '../store/rows'
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

export const repairs = {
  /** Answers how many were changed. */
  async annotations(rows: AnnotationRow[]): Promise<number> {
    const fresh: AnnotationRow[] = []
    for (const row of rows) {
      const current = await annotations.find(row.id)
      if (current?.revision === row.revision) fresh.push(withoutOldPath(row, current))
    }
    await annotations.updateAll(fresh)
    return fresh.length
  },

  async categories(rows: CategoryRow[], recordChange: RecordChange): Promise<CategoryRow[]> {
    if (rows.length === 0) return []
    const fresh = rows.map(touched)
    await db.categories.bulkPut(fresh)
    recordChange({ action: 'update', instance: 'category', ids: fresh.map(({ id }) => id) })
    return fresh
  },
}

/** The path of an older client says what the shape was. */
function withoutOldPath(row: AnnotationRow, before: AnnotationRow): AnnotationRow {
  if (row.shape === before.shape || JSON.stringify(row.shape) === JSON.stringify(before.shape)) return row
  const { paper_object: _old, ...rest } = row
  return rest
}
