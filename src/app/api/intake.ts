/** Imports of folders: src/contract/intake.ts. The pictures themselves go in by imagesApi.add, with the number of the import. */
import type { IntakeProgress, IntakeTotals, KnownAnswer, KnownQuestion, NewIntake } from '@/contract/intake'
import type { Task } from '@/contract/task'
import { request } from './client'
import { tasksApi } from './tasks'

/** The import of a folder that is under way, or was when its page went. */
export type IntakeTask = Task & { intake: IntakeProgress }

export const intakeApi = {
  begin: (intake: NewIntake) => request<Task>('POST', '/intake/', { json: intake }),
  resume: (id: number, totals: IntakeTotals) => request<Task>('POST', `/intake/${id}/resume`, { json: totals }),
  known: async (id: number, files: KnownQuestion['files'], signal?: AbortSignal) =>
    (await request<KnownAnswer>('POST', `/intake/${id}/known`, { json: { files }, signal })).hashes,
  here: (id: number, totals: IntakeTotals) => request<Task>('POST', `/intake/${id}/here`, { json: totals }),
  finish: (id: number) => request<Task>('POST', `/intake/${id}/finish`),

  /** Those that no page works on any longer. */
  async interrupted(): Promise<IntakeTask[]> {
    const open = (await tasksApi.list()).filter((task): task is IntakeTask => !task.completed && task.intake !== undefined)
    if (open.length === 0) return []
    const held = await heldIntakes()
    return open.filter(({ id }) => !held.has(id))
  },
}

const PREFIX = `atoll:${import.meta.env.BASE_URL}:intake:`

/** Holds the import for this page while `work` goes on: the browser lets go of it when the page dies, however it dies. */
export async function holdingIntake<T>(id: number, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work()
  return navigator.locks.request(PREFIX + id, work)
}

async function heldIntakes(): Promise<Set<number>> {
  const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {}
  return new Set([...held, ...pending].filter(({ name }) => name?.startsWith(PREFIX)).map(({ name }) => Number(name!.slice(PREFIX.length))))
}
