import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Benchmarks print and never assert: docs/benchmarks.md. `npm run bench -- codec` runs those whose file is named so. */
export default defineConfig({
  root,
  resolve: { alias: { '@': `${root}src` } },
  test: {
    include: ['tests/bench/**/*.bench.ts'],
    globalSetup: 'tests/e2e/support/build.ts',
    testTimeout: 60 * 60_000,
    hookTimeout: 120_000,
    fileParallelism: false, // they would take each other's time
    reporters: ['default'],
    disableConsoleIntercept: true,
  },
})
