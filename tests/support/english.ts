// What the page's code puts into words is English in its tests.
import { expect } from 'vitest'

const PAGE_CODE = /\/tests\/(unit\/app\/|api\/annotations\/annotator-tabs)/

if (PAGE_CODE.test(expect.getState().testPath ?? '')) {
  const { showLanguage } = await import('@/app/i18n')
  await showLanguage('en')
}
