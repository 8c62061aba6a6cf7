/** The worker that runs models: a module worker of the page, so that frames go on. */
import { answers } from './answers'
import type { Answered, Asked } from './messages'

const scope = globalThis as unknown as DedicatedWorkerGlobalScopeLike

interface DedicatedWorkerGlobalScopeLike {
  onmessage: ((event: MessageEvent<Asked>) => void) | null
  postMessage(message: Answered, transfer?: Transferable[]): void
}

// one after the other: a session runs one thing at a time
let last: Promise<void> = Promise.resolve()

scope.onmessage = ({ data }) => {
  last = last.then(() => reply(data))
}

async function reply({ id, question, asked }: Asked): Promise<void> {
  try {
    const answer = await (answers[question] as (asked: unknown) => Promise<unknown>)(asked)
    const buffer = (answer as { data?: unknown } | undefined)?.data
    scope.postMessage({ id, answer }, buffer instanceof Float32Array ? [buffer.buffer] : [])
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) })
  }
}
