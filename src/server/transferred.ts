/** Files that pages transferred by message, until the request that names them arrives. Memory holds only references to the files. */
import type { HandOver } from '@/contract/channels/workerMessages'

/** Most transfers that wait. The oldest are dropped, since a page may close before it sends its request. */
const MAX_WAITING = 32

const waiting = new Map<string, Blob[]>()

export function isHandOver(message: unknown): message is HandOver<Blob> {
  const { token, files } = (message ?? {}) as Partial<HandOver>
  return typeof token === 'string' && Array.isArray(files) && files.every((file) => file instanceof Blob)
}

export function keepTransferred({ token, files }: HandOver<Blob>): void {
  waiting.set(token, files)
  if (waiting.size > MAX_WAITING) waiting.delete(waiting.keys().next().value!)
}

/** Takes the files of a token. undefined: they never arrived, were taken already, or the worker was stopped meanwhile. */
export function takeTransferred(token: string): Blob[] | undefined {
  const files = waiting.get(token)
  waiting.delete(token)
  return files
}
