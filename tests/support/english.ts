// What the page's code puts into words is English in its tests.
import { expect } from 'vitest'

if (expect.getState().testPath?.includes('/tests/unit/app/')) {
  const { showLanguage } = await import('@/app/i18n')
  await showLanguage('en')
}
