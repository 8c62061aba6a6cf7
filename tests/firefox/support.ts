/** Firefox, driven over WebDriver BiDi: Playwright drives only a Firefox of its own, this is the one that people have. */
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { expect, vi } from 'vitest'
import { findFirefox } from '../../build/firefox.mjs'

export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox()
  if (!executablePath) throw new Error('No Firefox found. Install one, or name it in FIREFOX_PATH.')
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
}

/** Puppeteer's own waiting builds functions from text in the page, which the content security policy forbids. */
const patience = { timeout: 20_000, interval: 100 }

export const seen = (page: Page, text: string | RegExp) =>
  vi.waitFor(async () => expect(await page.evaluate(() => document.body.innerText)).toMatch(text), patience)

/** The app has started, so the worker answers. */
export const started = (page: Page) =>
  vi.waitFor(
    async () =>
      expect(await page.evaluate(() => document.querySelector('#app')?.hasAttribute('data-v-app'))).toBe(true),
    patience,
  )

/** The answer's body. */
export const ask = <Body>(page: Page, path: string): Promise<Body> =>
  page.evaluate(async (address) => (await fetch(address)).json() as Promise<Body>, `/api/${path}`)

export async function choose(page: Page, label: string, ...files: string[]): Promise<void> {
  const input = await vi.waitFor(
    async () => (await page.$(`input[type=file][aria-label="${label}"]`)) ?? expect.fail(`no field "${label}"`),
    patience,
  )
  await (input as unknown as { uploadFile: (...paths: string[]) => Promise<void> }).uploadFile(...files)
}

/** Presses the button with exactly this name, in the dialog when there is one. */
export async function press(page: Page, name: string): Promise<void> {
  const click = (text: string) => {
    const within = document.querySelector('[role=dialog]') ?? document
    const button = [...within.querySelectorAll('button')].find((each) => each.textContent?.trim() === text)
    button?.click()
    return button !== undefined
  }
  await vi.waitFor(async () => expect(await page.evaluate(click, name), `button "${name}"`).toBe(true), patience)
}
