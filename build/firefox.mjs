// @ts-check
/** Finds the Firefox that the journeys in tests/firefox drive, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isRoot } from './chromium.mjs'

const places = [
  ...(process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => [join(folder, 'firefox-esr'), join(folder, 'firefox')]),
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]

/** The one that FIREFOX_PATH names, else one in a usual place. */
export const findFirefox = () => process.env.FIREFOX_PATH ?? places.find((path) => existsSync(path))

/** As `findFirefox`, after installing Debian's as root where there is none. */
export function findOrInstallFirefox() {
  const found = findFirefox()
  if (found) return found
  console.log('No Firefox found (FIREFOX_PATH may name one): installing one.')
  if (isRoot() && existsSync('/usr/bin/apt-get'))
    spawnSync('apt-get update && apt-get install -y firefox-esr', { shell: true, stdio: 'inherit' })
  const installed = findFirefox()
  if (!installed) throw new Error('Firefox could not be installed. Install it, or name one in FIREFOX_PATH.')
  return installed
}
