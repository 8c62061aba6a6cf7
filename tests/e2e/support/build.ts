/** Before all end-to-end tests: builds the app for '/' and for a sub-path, unless the builds are newer than the sources. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sites } from './sites'

const sources = ['src', 'public', 'build', 'index.html', 'vite.config.ts', 'package-lock.json']

export default function build(): void {
  for (const { root, base } of Object.values(sites)) {
    const isFresh = existsSync(`${root}/sw.js`) && statSync(`${root}/sw.js`).mtimeMs > Math.max(...sources.map(newest))
    if (!isFresh) viteBuild(root, base)
  }
}

function viteBuild(root: string, base: string): void {
  const options = ['build', '--base', base, '--outDir', root, '--emptyOutDir', '--logLevel', 'warn']
  // Playwright sets NODE_ENV to 'test', which would build Vue for development
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', ...options], {
    stdio: 'inherit',
    env,
  })
  if (status !== 0) throw new Error(`The build for ${base} failed.`)
}

/** When the file, or anything in the folder, was changed last. */
function newest(path: string): number {
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
