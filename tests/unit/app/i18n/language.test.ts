import { afterEach, expect, it } from 'vitest'
import { showLanguage, t } from '@/app/i18n'
import { agoText, durationText, listText, numberText, percentText, sizeText, timeOf } from '@/app/i18n/format'
import { chosenBy, formatTag } from '@/app/i18n/languages'

afterEach(() => showLanguage('en'))

it('follows the browser, by the first language that there is', () => {
  expect(chosenBy(['fr-FR', 'es-MX', 'en'])).toBe('es')
  expect(chosenBy(['zh-TW'])).toBe('zh')
  expect(chosenBy(['fr', 'de'])).toBe('en')
  expect(chosenBy([])).toBe('en')
  expect(formatTag('en', ['de', 'en-GB'])).toBe('en-GB')
  expect(formatTag('zh', ['en'])).toBe('zh-Hans')
})

it('says a message in the language that is shown', async () => {
  expect(t('trash.restoreNamed', { name: 'fig' })).toBe('Restore fig')
  await showLanguage('zh')
  expect(t('trash.restoreNamed', { name: 'fig' })).toBe('恢复 fig')
  await showLanguage('es')
  expect(t('trash.about', { kind: 'image', ago: 'ayer' })).toBe('Imagen, eliminada ayer')
})

it('writes numbers, sizes and times as the language does', async () => {
  expect([numberText(12345.6789), percentText(0.5), sizeText(999), sizeText(1_440_000), sizeText(23_400_000)]).toEqual([
    '12,345.679',
    '50%',
    '999 bytes',
    '1.4 MB',
    '23 MB',
  ])
  expect([8_000, 250_000, 12_000_000].map(durationText)).toEqual(['8 sec', '4 min 10 sec', '3 hr 20 min'])
  expect(listText(['a', 'b', 'c'])).toBe('a, b, and c')
  await showLanguage('es')
  expect([numberText(12345), listText(['a', 'b', 'c'])]).toEqual(['12.345', 'a, b y c'])
})

it('says how long ago something was in its largest unit', async () => {
  const now = timeOf('2026-11-25 09:30:00.000000')
  expect(now).toBe(Date.UTC(2026, 10, 25, 9, 30))
  expect([5, 60, 7200, 86400, 3 * 86400, 400 * 86400].map((seconds) => agoText(now - seconds * 1000, now))).toEqual([
    '5 seconds ago',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
    '3 days ago',
    'last year',
  ])
  await showLanguage('zh')
  expect(agoText(now - 3 * 86400_000, now)).toBe('3天前')
})
