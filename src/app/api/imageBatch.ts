/** Many images in one request: the files go to the worker in a message, which copies no bytes, and the request names them. */
import { ApiError } from '@/contract/errors'
import type { ImageBatchAnswer } from '@/contract/imageBatch'
import type { HandOver } from '@/contract/channels/workerMessages'
import { request } from './client'
import type { IncomingFile, OnConflict, OnDuplicate } from './images'

export interface BatchOptions {
  dataset: number
  on_conflict?: OnConflict
  on_duplicate?: OnDuplicate
  /** The import of a folder that counts them. */
  intake?: number
}

const GONE = 410
const TURNS = 3
/** Milliseconds until a worker that says nothing is taken for gone. */
const PATIENCE = 10_000

/** What became of each, in their order. Throws for what concerns all of them; then none is stored. */
export async function addBatch(
  { dataset, ...options }: BatchOptions,
  files: IncomingFile[],
  signal?: AbortSignal,
): Promise<ImageBatchAnswer['pictures']> {
  const key = crypto.randomUUID()
  const names = files.map(({ file, folder }) => ({ file_name: file.name, folder }))
  for (let turn = 1; ; turn++) {
    const handed = await handOver(files.map(({ file }) => file))
    try {
      const json = { dataset_id: dataset, ...options, handed, files: names }
      return (await request<ImageBatchAnswer>('POST', '/image/batch', { json, key, signal })).pictures
    } catch (error) {
      // the worker was stopped in between, and knows of the files no longer
      if (!(error instanceof ApiError && error.status === GONE) || turn === TURNS) throw error
    }
  }
}

/** Resolves with the token when the worker has them. */
async function handOver(files: Blob[]): Promise<string> {
  const worker = navigator.serviceWorker?.controller
  if (!worker) throw new TypeError('no worker')
  const token = crypto.randomUUID()
  const { port1, port2 } = new MessageChannel()
  const message: HandOver<Blob> = { token, files }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new TypeError('no answer of the worker'))), PATIENCE)
    const settle = (done: () => void) => {
      clearTimeout(timer)
      port1.close()
      done()
    }
    port1.onmessage = () => settle(() => resolve(token))
    worker.postMessage(message, [port2])
  })
}
