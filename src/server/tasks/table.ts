/** The kinds of tasks. */
import { cocoImport } from './cocoImport'
import type { TaskKind } from './kind'
import { zipImport } from './zipImport'

export const kinds: TaskKind[] = [cocoImport, zipImport]
