/** Starts the app, once the service worker answers it. */
import './trustedTypes'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { startLanguage } from './i18n'
import { answerModelJobs, resumePrelabels } from './models/answerWorker'
import { router } from './router'
import { takeControl } from './worker/control'
import { NoWorker } from './worker/problem'
import ProblemPage from './worker/ProblemPage.vue'
import { restoreOffline } from './worker/offline'
import { updateReady } from './worker/update'

/** Milliseconds. */
const RESTORE_AFTER = 3000

async function start(): Promise<void> {
  const texts = startLanguage()
  try {
    await takeControl()
    await texts
  } catch (error) {
    if (!(error instanceof NoWorker)) throw error
    await texts
    createApp(ProblemPage, { problem: error.problem }).mount('#app')
    return
  }
  answerModelJobs()
  resumePrelabels()
  createApp(App).use(createPinia()).use(router).mount('#app')
  // when the page is there: it takes a look at each file that is stored
  setTimeout(() => void restoreOffline(), RESTORE_AFTER)
}

// a page that is older than the worker may ask for parts that are gone
addEventListener('vite:preloadError', () => updateReady.value && location.reload())

void start()
