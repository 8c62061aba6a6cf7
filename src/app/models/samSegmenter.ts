/** SAM as a segmenter: an image is encoded once, then each prompt is decoded. Two workers, so that a click never waits for the next image. */
import type { SamEncoderLayout } from '@/core/models/layout'
import type { Candidate, Prompt } from '@/core/models/sam'
import type { Embedding } from './runtime/messages'
import type { ModelWorker } from './runtime/host'
import type { ModelImage, Segmenter } from './seams'

/** Of 4 MB each. */
const MOST_EMBEDDINGS = 8

/** In the browser's performance timeline, for whoever counts. */
export const ENCODE_MARK = 'atoll:encode'

interface Job {
  image: ModelImage
  promise: Promise<Embedding>
  embedding?: Embedding
}

export class SamSegmenter implements Segmenter {
  /** By key, the last used one last. */
  private readonly jobs = new Map<string, Job>()
  private running: Promise<unknown> = Promise.resolve()
  private sentKey = ''
  private isOver = false

  constructor(
    private readonly encoder: ModelWorker,
    private readonly decoder: ModelWorker,
    private readonly layout: SamEncoderLayout,
  ) {}

  async segment(image: ModelImage, prompt: Prompt, signal: AbortSignal): Promise<Candidate[]> {
    const embedding = await this.wanted(image, signal)
    signal.throwIfAborted()
    const { key, size } = image
    const isSent = this.sentKey === key
    this.sentKey = key
    return this.decoder.ask('decode', {
      name: 'decoder',
      key,
      embedding: isSent ? undefined : embedding,
      side: this.layout.side,
      size,
      prompt,
    })
  }

  async prepare(image: ModelImage, signal: AbortSignal): Promise<void> {
    await this.wanted(image, signal)
  }

  isReady = ({ key }: ModelImage) => this.jobs.get(key)?.embedding !== undefined

  /** Whoever asked first may have called it off. */
  private async wanted(image: ModelImage, signal: AbortSignal): Promise<Embedding> {
    for (;;) {
      try {
        return await this.encoded(image, signal)
      } catch (error) {
        if ((error as Error).name !== 'AbortError' || signal.aborted || this.isOver) throw error
      }
    }
  }

  private encoded(image: ModelImage, signal: AbortSignal): Promise<Embedding> {
    const known = this.jobs.get(image.key)
    const job = known ?? { image, promise: this.inTurn(() => this.encode(image, signal)) }
    this.jobs.delete(image.key)
    this.jobs.set(image.key, job)
    if (known) return known.promise
    job.promise.then(
      (embedding) => (job.embedding = embedding),
      () => this.jobs.delete(image.key),
    )
    this.trim()
    return job.promise
  }

  /** Gives the memory back. */
  end(): void {
    this.isOver = true
    this.encoder.end()
    this.decoder.end()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.running.then(work, work)
    this.running = turn.catch(() => {})
    return turn
  }

  private async encode(image: ModelImage, signal: AbortSignal): Promise<Embedding> {
    signal.throwIfAborted()
    const bitmap = await image.bitmap(this.layout.side, signal)
    performance.mark(ENCODE_MARK, { detail: image.key })
    return this.encoder.ask('encode', { name: 'encoder', layout: this.layout, bitmap, size: image.size }, [bitmap])
  }

  private trim() {
    for (const [key, { embedding }] of this.jobs) {
      if (this.jobs.size <= MOST_EMBEDDINGS) return
      if (embedding) this.jobs.delete(key)
    }
  }
}
