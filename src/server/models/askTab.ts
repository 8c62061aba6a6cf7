/** Has a tab of the app run a model: src/contract/channels/modelChannel.ts. */
import { ApiError } from '@/contract/errors'
import {
  modelChannelName,
  type Detected,
  type ModelJob,
  type ModelMessage,
  type Segmented,
} from '@/contract/channels/modelChannel'
import { basePath } from '../base'

/** Milliseconds. Tests make them shorter. */
export const patience = { answer: 5_000, silence: 20_000, whole: 40_000 }

const NO_TAB = 'Models run in a tab of the app, and none is open. Open one, then ask again.'
const unavailable = (code: string, message: string) => new ApiError(503, message, { code })

interface Answers {
  segment: Segmented
  detect: Detected
}

/** 503 when no tab is there, or what it says went wrong. */
export async function askTab<Job extends ModelJob>(job: Job): Promise<Answers[Job['kind']]> {
  if (!(await mayHaveTabs())) throw unavailable('model-no-tab', NO_TAB)
  const channel = new BroadcastChannel(modelChannelName(basePath))
  try {
    return (await converse(channel, job)) as Answers[Job['kind']]
  } finally {
    channel.close()
  }
}

/** Without pages nobody answers; with some, one of them may be no page of the app. */
async function mayHaveTabs(): Promise<boolean> {
  const { clients } = globalThis as { clients?: { matchAll(options: object): Promise<unknown[]> } }
  return !clients || (await clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 0
}

function converse(channel: BroadcastChannel, job: ModelJob): Promise<Segmented | Detected> {
  const id = crypto.randomUUID()
  const say = (message: ModelMessage) => channel.postMessage(message)
  return new Promise((resolve, reject) => {
    let tab: string | null = null
    let quiet = setTimeout(() => fail(unavailable('model-no-tab', NO_TAB)), patience.answer)
    const end = setTimeout(
      () =>
        fail(
          unavailable(
            'model-busy',
            'The model is still at work. Ask again in a moment: what it has done so far is kept.',
          ),
        ),
      patience.whole,
    )
    const settle = () => [quiet, end].forEach(clearTimeout)
    const fail = (error: ApiError) => {
      settle()
      reject(error)
    }
    const wait = () => {
      clearTimeout(quiet)
      quiet = setTimeout(
        () =>
          fail(
            unavailable('model-no-tab', 'The tab that ran the model was closed. Open the app again, then ask again.'),
          ),
        patience.silence,
      )
    }
    channel.onmessage = ({ data }: MessageEvent<ModelMessage>) => {
      if (data.id !== id) return
      if (data.say === 'here' && tab === null) {
        tab = data.tab
        wait()
        say({ say: 'do', id, tab, job })
      } else if (data.say === 'working') wait()
      else if (data.say === 'done') {
        settle()
        resolve(data.answer)
      } else if (data.say === 'failed')
        fail(new ApiError(data.error.status, data.error.message, data.error.code ? { code: data.error.code } : {}))
    }
    say({ say: 'who', id })
  })
}
