import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test('the tables of docs/formats.md say what the round trips measure', () => {
  const { status, stderr } = spawnSync(process.execPath, ['build/formatsTable.mjs', '--check'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})
