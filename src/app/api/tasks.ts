/** Long work: src/contract/task.ts. Whoever asks for a task keeps it going. */
import type { Success } from '@/contract/common'
import type { Task } from '@/contract/task'
import { badRequest } from '@/contract/errors'
import { t } from '../i18n'
import { request } from './client'

/** Milliseconds between two looks at a task: soon at first, since most are short. */
const LOOKS = [80, 150, 300, 600]

export const tasksApi = {
  list: () => request<Task[]>('GET', '/tasks/'),
  get: (id: number, signal?: AbortSignal) => request<Task>('GET', `/tasks/${id}`, { signal }),
  logs: async (id: number) => (await request<{ logs: string[] }>('GET', `/tasks/${id}/logs`)).logs,
  cancel: (id: number) => request<Task>('POST', `/tasks/${id}/cancel`),
  /** Takes back a change of many images; a task again. */
  undo: (id: number) => request<Task>('POST', `/tasks/${id}/undo`),
  remove: (id: number) => request<Success>('DELETE', `/tasks/${id}`),
}

export interface Following {
  onProgress?: (task: Task) => void
  signal?: AbortSignal
}

/** Follows a task to its end and answers its result; throws what it failed of. */
export async function followTask<Result>(task: Task, { onProgress = () => {}, signal }: Following): Promise<Result> {
  let current = task
  for (let look = 0; !current.completed; look++) {
    onProgress(current)
    await new Promise((resolve) => setTimeout(resolve, LOOKS[Math.min(look, LOOKS.length - 1)]))
    current = await tasksApi.get(task.id, signal)
  }
  onProgress(current)
  if (current.status === 'succeeded') return current.result as Result
  throw badRequest(
    current.message ?? t(current.status === 'cancelled' ? 'tasks.cancelledText' : 'tasks.failedText'),
    current.status === 'failed' ? (current.result as Record<string, unknown>) : {},
  )
}
