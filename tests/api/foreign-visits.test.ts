import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/server/db/store/schema'
import { answerApi } from '@/server/shell/answerApi'
import { addDataset, addImages, api, freshDatabase, requestOf } from './support/api'

beforeEach(async () => {
  await freshDatabase()
  await addDataset('nuts')
  await addImages(1, ['a.jpg'])
})

/** As a browser sends it when a link is followed. */
function visit(path: string, referrer: string): Promise<Response> {
  const request = Object.defineProperty(requestOf('GET', path), 'mode', { value: 'navigate' })
  return answerApi(Object.defineProperty(request, 'referrer', { value: referrer }))
}

const OWN = 'http://localhost/dataset/1'
const FOREIGN = ['', 'https://elsewhere.example/', 'http://localhost.elsewhere.example/']

async function lastBackup(): Promise<unknown> {
  const { body } = await api('GET', '/backup')
  return body.last_at
}

describe('a link on our own page', () => {
  it('exports, and keeps the file', async () => {
    expect((await visit('/dataset/1/coco', OWN)).status).toBe(200)
    expect(await db.exports.count()).toBe(1)
  })

  it('backs up, which is remembered', async () => {
    await (await visit('/backup.zip', OWN)).blob()
    await expect.poll(lastBackup).toBeGreaterThan(0)
  })
})

describe.each(FOREIGN)('a link on another site (%s)', (referrer) => {
  it.each(['/dataset/1/coco', '/dataset/1/export.zip'])('downloads %s and stores nothing', async (path) => {
    const response = await visit(path, referrer)
    expect(response.status).toBe(200)
    expect((await response.blob()).size).toBeGreaterThan(0)
    expect(await db.exports.count()).toBe(0)
    expect(await db.tasks.count()).toBe(0)
  })

  it('downloads a backup, which does not count as one', async () => {
    expect((await (await visit('/backup.zip', referrer)).blob()).size).toBeGreaterThan(0)
    expect(await lastBackup()).toBeNull()
  })

  it.each(['/dataset/1/export', '/dataset/1/validate'])('cannot start the task of %s', async (path) => {
    expect((await visit(path, referrer)).status).toBe(403)
    expect(await db.tasks.count()).toBe(0)
  })
})
