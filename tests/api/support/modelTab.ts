/** A tab that answers what a test says, in place of one that runs a model. */
import {
  modelChannelName,
  type Detected,
  type ModelJob,
  type ModelMessage,
  type Segmented,
  type TabError,
} from '@/contract/channels/modelChannel'

type Answer = { answer: Segmented | Detected } | { error: TabError } | 'nothing'

export interface StandIn {
  jobs: ModelJob<Blob>[]
  close(): void
}

export function openTab(answer: (job: ModelJob<Blob>) => Answer, tab = crypto.randomUUID()): StandIn {
  const channel = new BroadcastChannel(modelChannelName('/'))
  const jobs: ModelJob<Blob>[] = []
  const say = (message: ModelMessage<Blob>) => channel.postMessage(message)
  channel.onmessage = (event) => {
    const data = (event as MessageEvent<ModelMessage<Blob>>).data
    if (data.say === 'who') say({ say: 'here', id: data.id, tab })
    if (data.say !== 'do' || data.tab !== tab) return
    jobs.push(data.job)
    const given = answer(data.job)
    if (given === 'nothing') return
    say(
      'answer' in given
        ? { say: 'done', id: data.id, answer: given.answer }
        : { say: 'failed', id: data.id, error: given.error },
    )
  }
  return { jobs, close: () => channel.close() }
}
