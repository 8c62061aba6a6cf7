/** Why there is no service worker, and what helps. */
export interface WorkerProblem {
  title: string
  /** What to do, a paragraph each. */
  advice: string[]
}

/** Thrown when the page cannot have the worker that it needs. */
export class NoWorker extends Error {
  override name = 'NoWorker'

  constructor(readonly problem: WorkerProblem) {
    super(problem.title)
  }
}

export const insecureOrigin = (): WorkerProblem => ({
  title: 'This address is not secure enough to work offline',
  advice: [
    'Atoll keeps your images and annotations in a service worker, which browsers allow on https and on localhost only.',
    'On this machine, open it as http://localhost with the same port. For other machines, serve it over https.',
    'What you made under another address is still there, under that address.',
  ],
})

export const noServiceWorker = (): WorkerProblem => ({
  title: 'This browser window has no service worker',
  advice: [
    'Atoll runs wholly in your browser and needs a service worker for it.',
    'In a private window, open an ordinary one: private windows of some browsers have none. If you blocked cookies or site data for this site, allow them.',
    'Otherwise use a current version of Chrome, Edge, Firefox or Safari.',
  ],
})

export const startFailed = (reason: string): WorkerProblem => ({
  title: 'Atoll could not start its service worker',
  advice: [
    `The browser says: ${reason}`,
    'Check the connection and that cookies and site data are allowed for this site, then try again. Your data, if there is any, is untouched.',
  ],
})
