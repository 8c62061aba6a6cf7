/** A new version waits until the user accepts it: it never takes over in the middle of a stroke. */
import { ref } from 'vue'
import { workerMessages } from '@/contract/workerMessages'

/** Another look at the server when the page is shown again, at most this often. Milliseconds. */
const CHECK_EVERY = 60 * 60 * 1000

let registration: ServiceWorkerRegistration | undefined
let isAccepted = false

/** There is a new version: say so, and call `applyUpdate` when the user agrees. */
export const updateReady = ref(false)

/** Starts the new version and loads the page again. Save what is unsaved before. */
export function applyUpdate(): void {
  isAccepted = true
  if (registration?.waiting) registration.waiting.postMessage(workerMessages.skipWaiting)
  // accepted in another tab: the new version runs already, only this page is of the old one
  else location.reload()
}

/** To be called when our worker answers the page: whatever takes over after that is a newer one. */
export function watchForUpdates(watched: ServiceWorkerRegistration): void {
  registration = watched
  updateReady.value = isUpdate(watched)
  watched.addEventListener('updatefound', () => {
    watched.installing?.addEventListener('statechange', () => (updateReady.value ||= isUpdate(watched)))
  })
  followNewWorker()
  checkNowAndThen(watched)
}

/** Installed and waiting behind a worker that is in use; the very first one is no update. */
const isUpdate = ({ waiting, active }: ServiceWorkerRegistration) => Boolean(waiting && active)

/** The tab that accepted loads again; others are told, and decide for themselves. */
function followNewWorker(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (isAccepted) location.reload()
    else updateReady.value = true
  })
}

function checkNowAndThen(watched: ServiceWorkerRegistration): void {
  let checkedAt = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - checkedAt < CHECK_EVERY) return
    checkedAt = Date.now()
    watched.update().catch(() => undefined) // offline: another time
  })
}
