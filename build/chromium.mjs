// @ts-check
/** Finds the Chromium that the end-to-end tests drive, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
  ),
]

/** The one that CHROMIUM_PATH names, else Playwright's own, else one in a usual place. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`)
  return named ?? [chromium.executablePath(), ...places].find((path) => path && existsSync(path))
}

/** As `findChromium`, after installing one where there is none: Debian's as root, else Playwright's. */
export function findOrInstallChromium() {
  const found = findChromium()
  if (found) return found
  console.log('No Chromium or Chrome found (CHROMIUM_PATH may name one): installing one.')
  if (isRoot() && existsSync('/usr/bin/apt-get')) run('apt-get update && apt-get install -y chromium')
  if (!findChromium()) run('npx playwright install chromium')
  const installed = findChromium()
  if (!installed)
    throw new Error('Chromium could not be installed. Install Chrome or Chromium, or name one in CHROMIUM_PATH.')
  return installed
}

/** Chromium refuses its sandbox to root. */
export const isRoot = () => process.getuid?.() === 0

const run = (/** @type {string} */ command) => spawnSync(command, { shell: true, stdio: 'inherit' })
