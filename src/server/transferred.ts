/** Files that pages handed over by message, until the request that names them comes. Only in memory: no more than where they are. */
import type { HandOver } from '@/contract/workerMessages'

/** A page that closes in between leaves its files here; the oldest give way. */
const MOST = 32

const waiting = new Map<string, Blob[]>()

export function isHandOver(message: unknown): message is HandOver<Blob> {
  const { token, files } = (message ?? {}) as Partial<HandOver>
  return typeof token === 'string' && Array.isArray(files) && files.every((file) => file instanceof Blob)
}

export function keepTransferred({ token, files }: HandOver<Blob>): void {
  waiting.set(token, files)
  if (waiting.size > MOST) waiting.delete(waiting.keys().next().value!)
}

/** Once; nothing when they never came, or the worker was stopped since. */
export function takeTransferred(token: string): Blob[] | undefined {
  const files = waiting.get(token)
  waiting.delete(token)
  return files
}
