/** The built app in a real Chromium with a profile on the disk, and a look at its worker's memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import { findChromium, isRoot } from '../../../build/chromium.mjs'
import { sites } from '../../e2e/support/sites'
import { startServer } from '../../e2e/support/server'

const flags = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(isRoot() ? ['--no-sandbox'] : []),
]

export interface OpenApp {
  page: Page
  context: BrowserContext
  url: string
  /** Highest memory of the worker while `work` runs, array buffers included; bytes. */
  peak: (work: () => Promise<unknown>) => Promise<number>
  close: () => Promise<void>
}

/** A fresh profile each time. */
export async function openApp(moreFlags: string[] = []): Promise<OpenApp> {
  const profile = mkdtempSync(join(tmpdir(), 'atoll-bench-'))
  const server = await startServer(sites.main)
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: [...flags, ...moreFlags],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(server.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  return {
    page,
    context,
    url: server.url,
    peak: async (work) => watchMemory(await workerSession(context), work),
    async close() {
      await context.close()
      await server.stop()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Ask = <Answer>(method: string) => Promise<Answer>

/** A line to the worker: Playwright has sessions for pages only, so messages are sent through the browser's own. */
async function workerSession(context: BrowserContext): Promise<Ask> {
  const browser = context.browser()
  if (!browser) throw new Error('This Playwright does not tell the browser of a persistent context.')
  const session: CDPSession = await browser.newBrowserCDPSession()
  const { targetInfos } = await session.send('Target.getTargets')
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.endsWith('/sw.js'))
  if (!worker) throw new Error('There is no service worker.')
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false })
  const waiting = new Map<number, (answer: never) => void>()
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: never }
    waiting.get(id)?.(result)
  })
  let last = 0
  return (method) =>
    new Promise((resolve) => {
      const id = ++last
      waiting.set(id, resolve)
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    })
}

async function watchMemory(ask: Ask, work: () => Promise<unknown>): Promise<number> {
  let highest = 0
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      const { usedSize, backingStorageSize = 0 } = await ask<{ usedSize: number; backingStorageSize?: number }>(
        'Runtime.getHeapUsage',
      )
      highest = Math.max(highest, usedSize + backingStorageSize)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  try {
    await work()
  } finally {
    isDone = true
    await watching
  }
  return highest
}
