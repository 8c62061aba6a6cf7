/** A Chromium of its own process and profile, so that it can be killed like a browser that crashes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { findChromium, isRoot } from '../../build/chromium.mjs'
import { pause } from './importing'

export class KillableBrowser {
  private readonly profile = mkdtempSync(join(tmpdir(), 'atoll-kill-'))
  private child: ChildProcess | undefined
  private page: Page | undefined

  constructor(private readonly url: string) {}

  /** Starts it, or starts it again on the same profile; answers a page with the app in it. */
  async start(): Promise<Page> {
    const port = join(this.profile, 'DevToolsActivePort')
    rmSync(port, { force: true })
    const flags = [
      '--headless=new',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      ...(isRoot() ? ['--no-sandbox'] : []),
    ]
    this.child = spawn(
      findChromium()!,
      [...flags, `--user-data-dir=${this.profile}`, '--remote-debugging-port=0', 'about:blank'],
      { stdio: 'ignore', detached: true },
    )
    while (!existsSync(port) || !readFileSync(port, 'utf8').includes('\n')) await pause(50)
    const [number] = readFileSync(port, 'utf8').split('\n')
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${number}`)
    this.page = await browser.contexts()[0]!.newPage()
    await this.page.goto(this.url)
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    return this.page
  }

  /** The page of the browser that runs now. */
  get current(): Page {
    if (this.page) return this.page
    throw new Error('The browser was not started.')
  }

  /** SIGKILL to it and its children: nothing is flushed, nothing is told. */
  async kill(): Promise<void> {
    const { child } = this
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-child.pid, 'SIGKILL')
    await gone
  }

  async stopWorkers(): Promise<void> {
    const session = await this.current.context().newCDPSession(this.current)
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.stopAllWorkers')
    await session.detach()
  }

  /** Drops the profile. */
  async end(): Promise<void> {
    await this.kill()
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
