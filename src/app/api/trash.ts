/** What was deleted, newest first: src/contract/trash.ts. */
import type { Success } from '@/contract/common'
import type { DeletedObject, Instance } from '@/contract/trash'
import { request } from './client'

export const trashApi = {
  list: () => request<DeletedObject[]>('GET', '/undo/', { query: { limit: 1000 } }),
  restore: (instance: Instance, id: number) => request<Success>('POST', '/undo/', { query: { id, instance } }),
  destroy: (instance: Instance, id: number) => request<Success>('DELETE', '/undo/', { query: { id, instance } }),
}
