/** Part (e) of the codec: polygons to compressed masks, over the published walk on plain arrays. */
import { test } from 'vitest'
import { compressRle } from '@/core/mask/rle'
import { polygonToRle } from '@/core/mask/rasterise'
import { inTurns, printTable, timed } from './support/measure'
import { walkToCounts } from './support/plainWalk'
import { compressCounts } from '@/core/mask/counts'

const size = { width: 640, height: 480 }
const POLYGONS = 10_000
const VERTICES = 30

function makePolygons(): number[][] {
  let state = 1
  const random = () => {
    state = Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32
  }
  return Array.from({ length: POLYGONS }, () => {
    const [x, y, radius] = [random() * 640, random() * 480, 5 + 200 * random() ** 2]
    return Array.from({ length: VERTICES }, (_none, index) => {
      const [angle, reach] = [(2 * Math.PI * index) / VERTICES, radius * (0.6 + 0.4 * random())]
      return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)]
    }).flat()
  })
}

test('masks', async () => {
  const polygons = makePolygons()
  const ours = (ring: number[]) => compressRle(polygonToRle(ring, size)).counts
  const plain = (ring: number[]) => compressCounts(walkToCounts(ring, size))
  const different = polygons.filter((ring) => ours(ring) !== plain(ring)).length
  const { computed, walked } = await inTurns(
    {
      computed: () => timed(() => polygons.forEach(ours)),
      walked: () => timed(() => polygons.forEach(plain)),
    },
    7,
  )
  printTable(
    `masks: ${POLYGONS} polygons of ${VERTICES} vertices in ${size.width} x ${size.height}, rasterised and encoded`,
    [
      {
        what: 'over the plain-array walk',
        value: computed / walked,
        limit: 'at most 0.4 (the C library: 0.25)',
        note: `${computed.toFixed(0)} ms, ${walked.toFixed(0)} ms`,
      },
      { what: 'masks a second', value: (1000 * POLYGONS) / computed },
      { what: 'polygons that differ from the walk', value: different, limit: '0' },
    ],
  )
})
