/** Explains why there is no service worker, and what to do. */
import type { Message } from '../i18n/keys'

export interface WorkerProblem {
  title: Message
  /** What to do, one paragraph per entry. */
  advice: Message[]
}

/** Thrown when the service worker cannot be used. */
export class NoWorker extends Error {
  override name = 'NoWorker'

  constructor(readonly problem: WorkerProblem) {
    super(problem.title.key)
  }
}

export const insecureOrigin = (): WorkerProblem => ({
  title: { key: 'worker.insecure' },
  advice: [{ key: 'worker.insecure.why' }, { key: 'worker.insecure.how' }, { key: 'worker.insecure.data' }],
})

export const noServiceWorker = (): WorkerProblem => ({
  title: { key: 'worker.missing' },
  advice: [{ key: 'worker.missing.why' }, { key: 'worker.missing.private' }, { key: 'worker.missing.browser' }],
})

/** `reason`: what the browser says. */
export const startFailed = (reason: string): WorkerProblem => ({
  title: { key: 'worker.failed' },
  advice: [{ key: 'worker.failed.reason', values: { reason } }, { key: 'worker.failed.how' }],
})

/** The app's files could not be stored. */
export const storingFailed = (): WorkerProblem => ({
  title: { key: 'worker.failed' },
  advice: [{ key: 'worker.failed.store' }, { key: 'worker.failed.how' }],
})
