/** Parts (a) and (c) of the codec at the scale of val2017: an import through the API, an export. */
import { test } from 'vitest'
import { openApp } from './support/browser'
import { VAL2017 } from './support/makeCoco'
import { inTurns, printTable } from './support/measure'
import { api, download, importFile, importFloor, importPlainly, loadDexie, makeFile, readStores } from './support/page'

const ROUNDS = 5

test('codec', async () => {
  const { page, close } = await openApp()
  try {
    const bytes = await makeFile(page, VAL2017)
    await loadDexie(page)
    let dataset = 0
    const newImport = async () => {
      // for good, so that every import finds the same empty store
      if (dataset) {
        await api(page, 'DELETE', `/dataset/${dataset}`)
        await api(page, 'DELETE', `/undo/?id=${dataset}&instance=dataset`)
      }
      dataset = (await api<{ id: number }>(page, 'POST', '/dataset/', { name: `val2017 ${Math.random()}` })).id
      return importFile(page, dataset)
    }
    const times = await inTurns(
      { ours: newImport, floor: () => importFloor(page), plain: () => importPlainly(page) },
      ROUNDS,
    )
    const written = (await download(page, `/dataset/${dataset}/coco`)).bytes
    const { out, read } = await inTurns(
      {
        out: async () => (await download(page, `/dataset/${dataset}/coco`)).time,
        read: () => readStores(page, 'sheets', 'bundles'),
      },
      ROUNDS,
    )
    printTable(`codec: ${VAL2017.images} images, ${VAL2017.annotations} annotations, ${(bytes / 1e6).toFixed(0)} MB`, [
      {
        what: 'import over JSON.parse and bare packed puts',
        value: times.ours / times.floor,
        limit: 'at most 1.5, aim 1',
        note: `${times.ours.toFixed(0)} ms, ${times.floor.toFixed(0)} ms`,
      },
      {
        what: 'import over Dexie, a row for each annotation',
        value: times.ours / times.plain,
        limit: 'at most 0.4, aim 0.25',
        note: `${times.plain.toFixed(0)} ms`,
      },
      { what: 'import of an annotation', value: (1000 * times.ours) / VAL2017.annotations, unit: 'µs' },
      {
        what: 'export over reading the records',
        value: out / read,
        note: `${out.toFixed(0)} ms, ${read.toFixed(0)} ms`,
      },
      { what: 'export, read back before it is offered', value: written / out / 1000, unit: 'MB/s' },
    ])
  } finally {
    await close()
  }
})
