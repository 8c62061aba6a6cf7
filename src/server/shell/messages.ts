/** What a page may ask of the worker besides requests: src/contract/workerMessages.ts. */
import { workerMessages } from '@/contract/workerMessages'
import { worker } from './worker'

export async function hear(message: unknown): Promise<void> {
  if (message === workerMessages.claim) await worker.clients.claim()
  if (message === workerMessages.skipWaiting) await worker.skipWaiting()
}
