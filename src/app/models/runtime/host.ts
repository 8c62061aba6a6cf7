/** The page's side of the worker that runs models. */
import type { Answered, Asked, Question, Questions } from './messages'

export class ModelWorker {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'model' })
  private readonly waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  private last = 0

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      const asker = this.waiting.get(data.id)
      this.waiting.delete(data.id)
      if ('error' in data) asker?.reject(new Error(data.error))
      else asker?.resolve(data.answer as never)
    }
    this.worker.onerror = (event) =>
      this.fail(new Error(event.message || 'The worker that runs models could not be started.'))
  }

  /** Rejects with what the worker says is wrong. */
  ask<Q extends Question>(
    question: Q,
    asked: Questions[Q]['asked'],
    transfer: Transferable[] = [],
  ): Promise<Questions[Q]['answer']> {
    const id = ++this.last
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ id, question, asked } satisfies Asked, transfer)
    })
  }

  /** Ends it, whatever it is doing. */
  end(): void {
    this.worker.terminate()
    this.fail(new DOMException('The model was put away.', 'AbortError'))
  }

  private fail(error: Error) {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}
