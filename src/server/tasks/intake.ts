/** Import of a folder: pages hand its files in (db/intakes.ts), so there is nothing for the runner to do. */
import { INTAKE } from '../db/intakes'
import type { TaskKind } from './kind'

export const intake: TaskKind = {
  kind: INTAKE,
  group: 'Image Import',
  step: () => Promise.reject(new Error('Pages hand the files in.')),
  canCancel: () => true,
}
