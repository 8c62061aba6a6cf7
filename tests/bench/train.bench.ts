/** Parts (b) and (c) of the codec at the scale of train2017. Takes some minutes, and 3 GB of disk. */
import { test } from 'vitest'
import { openApp } from './support/browser'
import { TRAIN2017, VAL2017, type MadeCoco } from './support/makeCoco'
import { median, printTable } from './support/measure'
import { api, importFile, makeFile, readStores } from './support/page'

test('train', async () => {
  const { page, peak, close } = await openApp()
  try {
    const run = async (scale: MadeCoco, name: string) => {
      const bytes = await makeFile(page, scale)
      const dataset = (await api<{ id: number }>(page, 'POST', '/dataset/', { name })).id
      return { dataset, bytes, time: await importFile(page, dataset) }
    }
    const small: number[] = []
    for (let round = 0; round < 3; round++)
      small.push((await run(VAL2017, `val2017 ${round}`)).time / VAL2017.annotations)
    let large = { dataset: 0, bytes: 0, time: 0 }
    const importPeak = await peak(async () => (large = await run(TRAIN2017, 'train2017')))
    let out = 0
    const exportPeak = await peak(async () => (out = await exportTime(large.dataset)))
    const read = await readStores(page, 'sheets', 'bundles')
    printTable(
      `codec: ${TRAIN2017.images} images, ${TRAIN2017.annotations} annotations, ${(large.bytes / 1e6).toFixed(0)} MB`,
      [
        {
          what: 'import of an annotation over val2017 scale',
          value: large.time / TRAIN2017.annotations / median(small),
          limit: 'at most 2, aim 1.5',
          note: `${(large.time / 1000).toFixed(0)} s`,
        },
        { what: 'peak memory of the worker, import', value: importPeak / 1e6, unit: 'MB', limit: 'at most 400' },
        { what: 'peak memory of the worker, export', value: exportPeak / 1e6, unit: 'MB' },
        {
          what: 'export over reading the records',
          value: out / read,
          note: `${(out / 1000).toFixed(0)} s, ${(read / 1000).toFixed(1)} s`,
        },
      ],
    )

    /** As a task, since it takes longer than a request may. */
    async function exportTime(dataset: number): Promise<number> {
      const began = performance.now()
      let task = await api<{ id: number; completed: boolean; status: string; message?: string }>(
        page,
        'GET',
        `/dataset/${dataset}/export`,
      )
      while (!task.completed) {
        await new Promise((resolve) => setTimeout(resolve, 250))
        task = await api(page, 'GET', `/tasks/${task.id}`)
      }
      if (task.status !== 'succeeded') throw new Error(task.message)
      return performance.now() - began
    }
  } finally {
    await close()
  }
})
