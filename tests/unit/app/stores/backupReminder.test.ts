import { describe, expect, it, vi } from 'vitest'
import { remindOf } from '@/app/stores/backupReminder'

vi.mock('@/app/i18n', () => ({ t: (key: string) => key }))

const DAY = 24 * 60 * 60 * 1000
const NOW = 1_800_000_000_000

describe('the reminder of a backup', () => {
  it('comes when the last one is a week old and something was changed since', () => {
    const ago = (days: number, changed = true) => remindOf({ last_at: NOW - days * DAY, changed }, {}, NOW).isDue
    expect([ago(6), ago(7), ago(30), ago(30, false)]).toEqual([false, true, true, false])
  })

  it('comes a week after the first change that no backup has', () => {
    const state = { last_at: null, changed: true }
    const first = remindOf(state, {}, NOW)
    expect(first).toEqual({ remembered: { since: NOW, remindedAt: undefined }, isDue: false })
    expect(remindOf(state, first.remembered, NOW + 6 * DAY).isDue).toBe(false)
    expect(remindOf(state, first.remembered, NOW + 7 * DAY).isDue).toBe(true)
  })

  it('comes once a day', () => {
    const state = { last_at: NOW - 9 * DAY, changed: true }
    const { remembered } = remindOf(state, {}, NOW)
    expect(remindOf(state, remembered, NOW + DAY / 2).isDue).toBe(false)
    expect(remindOf(state, remembered, NOW + DAY).isDue).toBe(true)
  })

  it('forgets when all is backed up', () => {
    expect(remindOf({ last_at: null, changed: false }, { since: 1, remindedAt: 2 }, NOW)).toEqual({
      remembered: {},
      isDue: false,
    })
  })
})
