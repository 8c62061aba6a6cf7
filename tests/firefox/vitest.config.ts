import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/firefox/*.test.ts'],
    globalSetup: 'tests/e2e/support/build.ts',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
