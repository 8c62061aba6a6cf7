/**
 * Pictures: how they come in, how they are made smaller, how soon they are there again. `PICTURES=500` makes the import small;
 * one part alone: `npm run bench -- pictures -t import`.
 */
import { test } from 'vitest'
import { openApp } from './support/browser'
import { bringIn, choose, putPlainly } from './support/incoming'
import { inTurns, printTable } from './support/measure'
import { api } from './support/page'
import { makePhoto, writePhotos } from './support/photos'

const COUNT = Number(process.env.PICTURES ?? 5000)

test('import', async () => {
  const { page, close, url } = await openApp()
  const photos = await Promise.all([1, 2, 3, 4, 5].map((seed) => makePhoto(page, { width: 640, height: 480, quality: 0.95, seed })))
  const { paths, bytes, remove } = writePhotos(photos, COUNT)
  try {
    let made = 0
    const ours = async () => {
      const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: `pictures ${++made}` })
      await page.goto(`${url}datasets/${id}`)
      const time = await bringIn(page, paths)
      await page.goto(`${url}tasks`)
      await api(page, 'DELETE', `/dataset/${id}`)
      await api(page, 'DELETE', `/undo/?id=${id}&instance=dataset`)
      return time
    }
    await ours()
    const plain = async () => {
      await choose(page, paths)
      return putPlainly(page)
    }
    const times = await inTurns({ ours, plain }, 3)
    printTable(`pictures: import of ${COUNT} JPEGs of ${Math.round(bytes / COUNT / 1000)} kB, 640 x 480, files on the disk`, [
      { what: 'through the page over IndexedDB puts, 50 to a transaction', value: times.ours / times.plain, limit: 'at most 1.5', note: `${(times.ours / COUNT).toFixed(2)} ms, ${(times.plain / COUNT).toFixed(2)} ms each` },
    ])
  } finally {
    await close()
    remove()
  }
})
