/** This tab runs models for whoever asks the API: src/contract/channels/modelChannel.ts. The models themselves are loaded when they are first asked for. */
import { BEAT, modelChannelName, type ModelMessage, type TabError } from '@/contract/channels/modelChannel'
import { tasksApi } from '../api/tasks'

const tab = crypto.randomUUID()

type Message = ModelMessage<Blob>

export function answerModelJobs(): void {
  const channel = new BroadcastChannel(modelChannelName(import.meta.env.BASE_URL))
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.say === 'who') channel.postMessage({ say: 'here', id: data.id, tab } satisfies Message)
    if (data.say === 'do' && data.tab === tab) void work(channel, data)
  }
}

async function work(channel: BroadcastChannel, { id, job }: Extract<Message, { say: 'do' }>): Promise<void> {
  const beat = setInterval(() => channel.postMessage({ say: 'working', id } satisfies Message), BEAT)
  try {
    const { runJob } = await import('./runJob')
    channel.postMessage({ say: 'done', id, answer: await runJob(job) } satisfies Message)
  } catch (error) {
    channel.postMessage({ say: 'failed', id, error: told(error) } satisfies Message)
  } finally {
    clearInterval(beat)
  }
}

function told(error: unknown): TabError {
  const { message = String(error), status = 503, code = 'model-failed' } = (error ?? {}) as Partial<TabError>
  return { message, status, code: status === 503 ? code : undefined }
}

/** Milliseconds after the start of the page, which comes first. */
const RESUME_AFTER = 4_000

/** Pre-labelling that a closed tab left goes on in this one. */
export function resumePrelabels(): void {
  setTimeout(() => void resume().catch(() => {}), RESUME_AFTER)
}

async function resume(): Promise<void> {
  const tasks = await tasksApi.list()
  if (tasks.some(({ paused, completed }) => paused !== undefined && !completed))
    await (await import('./prelabelDriver')).drivePrelabels()
}
