/** What a page may say to the worker besides requests: src/contract/channels/workerMessages.ts. */
import { workerMessages } from '@/contract/channels/workerMessages'
import { isHandOver, keepTransferred } from '../transferred'
import { restoreApp } from './precache'
import { worker } from './worker'

export async function hear({ data, ports }: ExtendableMessageEvent): Promise<void> {
  const message: unknown = data
  if (message === workerMessages.claim) await worker.clients.claim()
  if (message === workerMessages.skipWaiting) await worker.skipWaiting()
  if (message === workerMessages.restore) ports[0]?.postMessage(await restoreApp().catch(() => -1))
  if (!isHandOver(message)) return
  keepTransferred(message)
  ports[0]?.postMessage(true)
}
