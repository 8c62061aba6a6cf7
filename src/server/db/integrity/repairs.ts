/** Stores rows that a validation repaired. Skips rows that have changed since they were read. Call within a transaction. */
import { annotations } from '../annotations/annotations'
import type { AnnotationRow, CategoryRow } from '../store/rows'
import { db } from '../store/schema'
import { touched } from '../store/stamp'
import type { RecordChange } from '../store/write'

export const repairs = {
  /** Answers the number of annotations stored. */
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

/** Drops the path of an older client if the shape has changed, since it describes the old shape. */
function withoutOldPath(row: AnnotationRow, before: AnnotationRow): AnnotationRow {
  if (row.shape === before.shape || JSON.stringify(row.shape) === JSON.stringify(before.shape)) return row
  const { paper_object: _old, ...rest } = row
  return rest
}
