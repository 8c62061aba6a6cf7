// @ts-check
/**
 * Writes the table of docs/api.md: each route, who documented it, which tests ask for it. It is made from src/contract/routes
 * and from what the API tests wrote down when they ran (tests/api/support/conform.ts). With --check nothing is written: it
 * fails when the table is not up to date, or when a route has no test.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const records = `${root}node_modules/.tmp/routes`
const page = `${root}docs/api.md`
const [begin, end] = ['<!-- routes: made by build/apiTable.mjs -->', '<!-- end of routes -->']

const { module } = await runnerImport(`${root}src/contract/routes/index.ts`, {
  root,
  configFile: false,
  resolve: { alias: { '@': `${root}src` } },
  logLevel: 'error',
})
/** @type {{ method: string, path: string, origin: string, summary: string }[]} */
const routes = Object.values(/** @type {Record<string, never[]>} */ (module.routes)).flat()

/** Test files by route. @type {Map<string, string[]>} */
const tests = new Map()
const files = existsSync(records) ? readdirSync(records).sort() : []
/** Asks for other routes with every seed. */
const RANDOM = 'fuzz.test.ts'
/** Names of the test files of tests/api and the folders below. */
const present = new Set(readdirSync(`${root}tests/api`, { recursive: true }).map((path) => basename(String(path))))
for (const file of files) {
  const test = file.replace(/\.jsonl$/, '')
  // one that was renamed or removed since
  if (!present.has(test) || test === RANDOM) continue
  for (const line of readFileSync(`${records}/${file}`, 'utf8').split('\n').filter(Boolean)) {
    const { method, path } = JSON.parse(line)
    const key = `${method} ${path}`
    const known = tests.get(key) ?? []
    if (!known.includes(test)) tests.set(key, [...known, test])
  }
}

const shown = (/** @type {string} */ test) => test.replace(/\.test\.ts$/, '')
const rows = routes.map(
  ({ method, path, origin, summary }) =>
    `| ${method} | \`${path}\` | ${summary} | ${origin} | ${(tests.get(`${method} ${path}`) ?? []).map(shown).join(', ')} |`,
)
const table = ['| | path | | documented by | tests in tests/api |', '|---|---|---|---|---|', ...rows].join('\n')

const text = readFileSync(page, 'utf8')
const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))]
const wanted = `${before}${begin}\n\n${table}\n\n${rest}`

const untested = routes.filter(({ method, path }) => !tests.has(`${method} ${path}`))
for (const { method, path } of untested) console.error(`No test of the API asks for ${method} ${path}.`)
const isStale = wanted !== text
if (process.argv.includes('--check')) {
  if (isStale)
    console.error(
      'The table in docs/api.md is not up to date: run `npm run api:table` after the API tests, and look at what changed.',
    )
  process.exitCode = isStale || untested.length > 0 ? 1 : 0
} else {
  writeFileSync(page, wanted)
  console.log(`${routes.length} routes, ${untested.length} without a test`)
}
