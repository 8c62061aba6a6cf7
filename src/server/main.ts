/** The service worker's event listeners. */
import './shell/localStorageStub'
import { hear } from './shell/messages'
import { dropOldApp, storeApp } from './shell/precache'
import { answer } from './shell/route'
import { worker } from './shell/worker'
import { reserveLimits } from './db/store/reserve'

reserveLimits.isOn = true

worker.addEventListener('install', (event) => event.waitUntil(storeApp(event)))

worker.addEventListener('activate', (event) => event.waitUntil(dropOldApp(event).then(() => worker.clients.claim())))

worker.addEventListener('message', (event) => event.waitUntil(hear(event)))

worker.addEventListener('fetch', (event) => {
  const response = answer(event.request)
  if (response) event.respondWith(response)
})
