// @ts-check
/** Everything that has to hold: types, lint, unit, API and end-to-end. Goes on after a failure; the last line counts them all. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findOrInstallChromium } from './chromium.mjs'
import { findOrInstallFirefox } from './firefox.mjs'
import { findOrInstallPillow } from './pillow.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = `${root}test-results/reports`
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

/** Another one with each commit, so that whoever checks the same commit sees the same; at random outside of a checkout. */
function drawSeed() {
  const head = spawnSync('git', ['rev-parse', '--short=7', 'HEAD'], { cwd: root, encoding: 'utf8' })
  return head.status === 0 ? parseInt(head.stdout, 16) : Math.floor(Math.random() * 2 ** 31)
}

const seed = process.env.TEST_SEED ?? String(drawSeed())
process.env.TEST_SEED = seed

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** Runs one of our tools from node_modules. @param {string} command @param {Record<string, string>} [env] @returns {boolean} whether it succeeded */
function run(command, env = {}) {
  console.log(`\n> ${command}`)
  return (
    spawnSync(`npx --no-install ${command}`, {
      cwd: root,
      shell: true,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    }).status === 0
  )
}

/** A tool that counts nothing is one check. @param {string} command @returns {Count} */
function check(command) {
  const isGood = run(command)
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }
}

/** One of our own scripts, which is one check. @param {string} command @returns {Count} */
function script(command) {
  console.log(`\n> node ${command}`)
  const isGood = spawnSync(process.execPath, command.split(' '), { cwd: root, stdio: 'inherit' }).status === 0
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }
}

/** @param {string} name @param {string} what @returns {Count} */
function vitest(name, what) {
  const report = `${reports}/${name}.json`
  const isGood = run(
    `vitest run ${what} --allowOnly=false --reporter=default --reporter=json --outputFile.json=${report}`,
  )
  return counted(isGood, report, ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  }))
}

/** Shares of the lines of src/ that tests ran, in percent by report. @type {Record<string, number>} */
const coverage = {}

/** Also measures which lines of src/ the tests ran. @param {string} name @param {string} what @returns {Count} */
function withCoverage(name, what) {
  const folder = `${reports}/coverage-${name}`
  const count = vitest(
    name,
    `${what} --coverage.enabled --coverage.include='src/**' --coverage.reporter=json-summary --coverage.reportsDirectory=${folder}`,
  )
  try {
    coverage[name] = JSON.parse(readFileSync(`${folder}/coverage-summary.json`, 'utf8')).total.lines.pct
  } catch {
    // the run failed, which is counted
  }
  return count
}

/** @returns {Count} */
function api() {
  try {
    process.env.PYTHON = findOrInstallPillow()
  } catch (error) {
    console.error(/** @type {Error} */ (error).message) // its test is skipped, which fails the run
  }
  return withCoverage('api', 'tests/api')
}

/** @returns {Count} */
function playwright() {
  const report = `${reports}/e2e.json`
  try {
    process.env.CHROMIUM_PATH = findOrInstallChromium()
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const isGood = run('playwright test --forbid-only --reporter=list,json', { PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  return counted(isGood, report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }))
}

/** @returns {Count} */
function firefox() {
  try {
    process.env.FIREFOX_PATH = findOrInstallFirefox()
  } catch (error) {
    console.error(/** @type {Error} */ (error).message)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  return vitest('firefox', '--config tests/firefox/vitest.config.ts')
}

/**
 * What a report says; a run that failed without a failed test, say by an error before the first, is one failure.
 * @param {boolean} isGood
 * @param {string} report
 * @param {(report: any) => Count} read
 * @returns {Count}
 */
function counted(isGood, report, read) {
  try {
    const count = read(JSON.parse(readFileSync(report, 'utf8')))
    return isGood || count.failed > 0 ? count : { ...count, failed: 1 }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** @type {[string, () => Count][]} */
const steps = [
  ['types', () => check('vue-tsc --build')],
  ['lint', () => check('eslint .')],
  ['format', () => check('prettier --check . --log-level warn')],
  ['messages', () => script('build/messages/check.mjs')],
  ['unit', () => withCoverage('unit', 'tests/unit')],
  ['API', api],
  ['docs/api.md', () => script('build/apiTable.mjs --check')],
  ['end-to-end', playwright],
  ['Firefox', firefox],
]

const counts = steps.map(([name, step]) => ({ name, ...step() }))
const sum = (/** @type {keyof Count} */ key) => counts.reduce((total, count) => total + count[key], 0)

console.log(`\nSeed of the random tests: ${seed} (TEST_SEED=${seed} npm test repeats them)`)
for (const { name, passed, failed, skipped } of counts) {
  console.log(`${name.padEnd(12)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
}
const shares = Object.entries(coverage).map(([name, share]) => `${name} tests ${share} %`)
console.log(`Lines of src/ that ran (v8): ${shares.join(', ')}; what only journeys run is not counted`)
if (sum('skipped') > 0) console.log('A skipped test is not a passed one: this run fails.')
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') + sum('skipped') > 0 ? 1 : 0
