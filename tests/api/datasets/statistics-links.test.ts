/** Every link of the statistics finds just the images that its value counts. */
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { DatasetDistributions } from '@/contract/distributions'
import { ImageIds } from '@/contract/dataset'
import { gridLink } from '@/app/components/statistics/gridLink'
import { plotsOf } from '@/app/components/statistics/plots'
import { readFilter } from '@/app/components/query/useFilter'
import { showLanguage } from '@/app/i18n'
import { addDataset, answered, api, freshDatabase } from '../support/api'
import { changeStored, readData } from '../support/coco'
import { db } from '@/server/db/store/schema'

beforeAll(() => showLanguage('en'))
beforeEach(freshDatabase)

const CREATORS = ['local', 'a "model"', '__proto__']

it('finds as many images as there are, for each value of each plot', async () => {
  const dataset = await addDataset()
  await api('POST', `/dataset/${dataset}/coco?add_missing=true`, { body: readData('nuts/trainval.json').toString() })
  const source = undefined
  await changeStored(({ id }) => ({
    creator: CREATORS[id % 3]!,
    prediction: id % 6 === 1,
    ...(id % 2 === 0 ? { source, created_at: new Date(2026, 0, 1 + (id % 5), id % 24).getTime() } : {}),
  }))
  const rows = await db.images.toArray()
  await db.images.bulkPut(
    rows.map((row, index) => ({
      ...row,
      width: row.width + (index % 3),
      ...(index % 3 > 0 ? { split: index % 3 === 1 ? 'train' : 'val' } : {}),
    })),
  )
  const found = await answered(DatasetDistributions, 'GET', `/dataset/${dataset}/distributions`)
  let checked = 0
  for (const plot of plotsOf(found))
    for (const row of plot.rows)
      for (const [column, link] of row.links.entries()) {
        if (!link) continue
        const { query } = readFilter(gridLink(dataset, link).query)
        const { total } = await answered(
          ImageIds,
          'GET',
          `/dataset/${dataset}/ids?query=${encodeURIComponent(query ?? '')}`,
        )
        const value = row.values[column]!
        const where = `${plot.id}, ${row.label}, ${plot.columns[column]}: ${query}`
        expect(query, where).not.toBe('')
        // a share is above 0, a number of annotations is at least that of their images; others count the images
        if (value === 0) expect(total, where).toBe(0)
        else if (plot.isShare) expect(total, where).toBeGreaterThan(0)
        else if (isOfImages(plot.columns[column]!, plot.id)) expect(total, where).toBe(value)
        else expect([total >= 1, total <= value], where).toEqual([true, true])
        checked++
      }
  expect(checked).toBeGreaterThan(450)
})

const isOfImages = (column: string, plot: string) => /^Images/.test(column) || plot === 'categories-together'
