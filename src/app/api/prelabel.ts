/** Pre-labelling and its review: src/contract/models/prelabel.ts. */
import type { NewPrelabel, PrelabelResult, PrelabelWork, ReviewRequest, ReviewResult } from '@/contract/models/prelabel'
import type { Task } from '@/contract/task'
import { request } from './client'

export const prelabelApi = {
  begin: (wanted: NewPrelabel) => request<Task>('POST', '/model/prelabel', { json: wanted }),
  next: (task: number) => request<PrelabelWork>('GET', `/model/prelabel/${task}`),
  hand: (task: number, result: PrelabelResult) =>
    request<Task>('POST', `/model/prelabel/${task}/result`, { json: result }),
  pause: (task: number, paused: boolean) =>
    request<Task>('POST', `/model/prelabel/${task}/pause`, { json: { paused } }),
  review: (image: number, wanted: ReviewRequest) =>
    request<ReviewResult>('POST', `/model/review/${image}`, { json: wanted }),
}
