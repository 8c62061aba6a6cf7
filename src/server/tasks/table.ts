/** The kinds of tasks. */
import { bulkChange } from './bulkChange'
import { bulkUndo } from './bulkUndo'
import { categoryMerge } from './categoryMerge'
import { cocoExport } from './cocoExport'
import { cocoImport } from './cocoImport'
import { formatExport } from './formatExport'
import { intake } from './folderImport'
import { categoryKeypoints } from './keypoints'
import type { TaskKind } from './kind'
import { prelabel } from './prelabel'
import { validation } from './validation'
import { zipImport } from './zipImport'

export const kinds: TaskKind[] = [
  cocoImport,
  zipImport,
  cocoExport,
  formatExport,
  validation,
  categoryMerge,
  categoryKeypoints,
  prelabel,
  intake,
  bulkChange,
  bulkUndo,
]
