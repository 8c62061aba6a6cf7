/** A new version waits until the user accepts it: it never takes over in the middle of a stroke. */
import { ref } from 'vue'
import { workerMessages } from '@/contract/channels/workerMessages'

/** Minimum time between two update checks when the page becomes visible, in milliseconds. */
const CHECK_EVERY = 60 * 60 * 1000

let registration: ServiceWorkerRegistration | undefined
let isAccepted = false

/** True when a new version is installed. Call `applyUpdate` when the user agrees. */
export const updateReady = ref(false)

/** Starts the new version and reloads the page. Save unsaved work first. */
export function applyUpdate(): void {
  isAccepted = true
  if (registration?.waiting) registration.waiting.postMessage(workerMessages.skipWaiting)
  // accepted in another tab: the new version already runs, only this page is old
  else location.reload()
}

/** Call once our worker controls the page: any later controller is a newer version. */
export function watchForUpdates(watched: ServiceWorkerRegistration): void {
  registration = watched
  updateReady.value = isUpdate(watched)
  watched.addEventListener('updatefound', () => {
    watched.installing?.addEventListener('statechange', () => (updateReady.value ||= isUpdate(watched)))
  })
  followNewWorker()
  checkNowAndThen(watched)
}

/** Whether a worker is installed and waits behind an active one. The first install is not an update. */
const isUpdate = ({ waiting, active }: ServiceWorkerRegistration) => Boolean(waiting && active)

/** Reloads the tab that accepted the update; other tabs show that it is ready. */
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
    watched.update().catch(() => undefined) // offline: tries again later
  })
}
