import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The long forms of tests/e2e/kill.spec.ts and faults.spec.ts: `npm run kill`, `npm run faults`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/faults/*.kill.ts', 'tests/faults/*.fault.ts'],
    globalSetup: 'tests/e2e/support/build.ts',
    testTimeout: 2 * 60 * 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
})
