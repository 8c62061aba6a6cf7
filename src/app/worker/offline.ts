/** Whether the app starts without the network. Browsers may drop its files, as people may who clear the cache. */
import { workerMessages } from '@/contract/channels/workerMessages'

/** A worker that is busy answers late; one of an older version never. Milliseconds. */
const PATIENCE = 30_000

/** Fetches what is missing of the app's files. Answers how many still are; null when the worker does not say. */
export function restoreOffline(): Promise<number | null> {
  const { controller } = navigator.serviceWorker
  if (!controller) return Promise.resolve(null)
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const settle = (missing: number | null) => {
      port1.close()
      resolve(missing)
    }
    port1.onmessage = ({ data }) => settle(typeof data === 'number' && data >= 0 ? data : null)
    setTimeout(() => settle(null), PATIENCE)
    controller.postMessage(workerMessages.restore, [port2])
  })
}
