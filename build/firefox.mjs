// @ts-check
/** Finds the Firefox that the journey in tests/firefox drives. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const places = [
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => [join(folder, 'firefox-esr'), join(folder, 'firefox')]),
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]

/** The one that FIREFOX_PATH names, else one in a usual place. */
export const findFirefox = () => process.env.FIREFOX_PATH ?? places.find((path) => existsSync(path))
