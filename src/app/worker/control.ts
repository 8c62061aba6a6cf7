/**
 * Registers the service worker and waits until it answers this page, so that no request to the API goes past it.
 * A first visit has no worker yet, and after a hard reload the browser keeps the worker away: it is asked to take over.
 */
import { workerMessages } from '@/contract/channels/workerMessages'
import { insecureOrigin, NoWorker, noServiceWorker, startFailed, storingFailed } from './problem'
import { watchForUpdates } from './update'

const base = import.meta.env.BASE_URL

// `vite dev` serves the worker's modules one by one; the build makes one classic script of them
const script = import.meta.env.DEV ? `${base}dev-sw.js?dev-sw` : `${base}sw.js`
const type: WorkerType = import.meta.env.DEV ? 'module' : 'classic'

/** Resolves when our worker answers this page; rejects with `NoWorker` when there can be none. */
export async function takeControl(): Promise<void> {
  if (!isSecureContext) throw new NoWorker(insecureOrigin())
  if (!('serviceWorker' in navigator)) throw new NoWorker(noServiceWorker())
  const registration = await register()
  if (!isControlled()) await beClaimed(registration)
  watchForUpdates(registration)
}

async function register(): Promise<ServiceWorkerRegistration> {
  try {
    return await navigator.serviceWorker.register(script, { scope: base, type, updateViaCache: 'none' })
  } catch (error) {
    // offline, the update check fails; the installed worker still works
    const known = await navigator.serviceWorker.getRegistration(base).catch(() => undefined)
    if (known?.active) return known
    if ((error as Error).name === 'SecurityError') throw new NoWorker(noServiceWorker())
    throw new NoWorker(startFailed((error as Error).message))
  }
}

/** Whether our own worker controls the page; another app on the same origin may control it first. */
function isControlled(): boolean {
  const { controller } = navigator.serviceWorker
  return controller !== null && controller.scriptURL === new URL(script, location.href).href
}

function beClaimed(registration: ServiceWorkerRegistration): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      if (!isControlled()) return
      navigator.serviceWorker.removeEventListener('controllerchange', settle)
      resolve()
    }
    navigator.serviceWorker.addEventListener('controllerchange', settle)

    const claim = () => registration.active?.postMessage(workerMessages.claim)
    const { active, installing, waiting } = registration
    if (active) return claim()
    const coming = installing ?? waiting
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'activated') claim()
      if (coming.state === 'redundant') reject(new NoWorker(storingFailed()))
    })
  })
}
