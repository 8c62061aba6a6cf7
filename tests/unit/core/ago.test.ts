import { expect, it } from 'vitest'
import { ago } from '@/core/ago'

it.each([
  [0, '0 seconds'],
  [1000, '1 second'],
  [60_000, '60 seconds'],
  [61_000, '1 minute'],
  [3_600_000, '60 minutes'],
  [7_300_000, '2 hours'],
  [3 * 86_400_000, '3 days'],
  [31 * 86_400_000, '1 month'],
  [800 * 86_400_000, '2 years'],
  [-5000, '0 seconds'],
])('%d milliseconds are "%s" ago', (milliseconds, text) => expect(ago(0, milliseconds)).toBe(text))
