/** What is wrong in a dataset, and its repair: ValidationResult in src/contract/coco.ts. Both are tasks. */
import type { ValidationProblem, ValidationRepair, ValidationResult } from '@/contract/coco'
import type { Task } from '@/contract/task'
import { request } from './client'
import { followTask, type Following } from './tasks'

export type { ValidationProblem, ValidationResult }

const headers = { Prefer: 'respond-async' }

export const validationApi = {
  async check(dataset: number, following: Following = {}) {
    return followTask<ValidationResult>(
      await request<Task>('GET', `/dataset/${dataset}/validate`, { headers, signal: following.signal }),
      following,
    )
  },

  /** Repairs all problems of some kinds, and answers what is left. */
  async repair(dataset: number, kinds: ValidationRepair['kinds'], following: Following = {}) {
    const task = await request<Task>('POST', `/dataset/${dataset}/validate/repair`, {
      json: { kinds },
      headers,
      signal: following.signal,
    })
    return followTask<ValidationResult>(task, following)
  },
}
