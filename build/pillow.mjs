// @ts-check
/** Finds a Python with Pillow, which reads the PNG files that exports write as another program does, or installs one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isRoot } from './chromium.mjs'

const hasPillow = (/** @type {string} */ python) =>
  spawnSync(python, ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0

/** The one that PYTHON names, else one in a usual place. */
export const findPillow = () =>
  [process.env.PYTHON, 'python3', '/usr/bin/python3'].find((python) => python && hasPillow(python))

/** As `findPillow`, after installing Debian's as root where there is none. */
export function findOrInstallPillow() {
  const found = findPillow()
  if (found) return found
  console.log('No Python with Pillow found (PYTHON may name one): installing one.')
  if (isRoot() && existsSync('/usr/bin/apt-get'))
    spawnSync('apt-get update && apt-get install -y python3-pil', { shell: true, stdio: 'inherit' })
  const installed = findPillow()
  if (!installed) throw new Error('Pillow could not be installed. Install it, or name a Python that has it in PYTHON.')
  return installed
}
