/**
 * Images: how they come in, how they are made smaller, how soon they are there again. `PICTURES=500` makes the import small;
 * one part alone: `npm run bench -- pictures -t import`.
 */
import { test } from 'vitest'
import { openApp } from './support/browser'
import { bringIn, choose, putPlainly } from './support/incoming'
import { inTurns, median, printTable } from './support/measure'
import { api } from './support/page'
import { addPhotos, makePhoto, withAlpha, writePhotos } from './support/photos'
import { askFor, saveStroke } from './support/requests'
import { compareWithLanczos, resizePlainly } from './support/resizing'
import { framesOf, thumbnailsOf } from './support/thumbnails'

const COUNT = Number(process.env.PICTURES ?? 5000)

const each = (time: number) => `${(time / COUNT).toFixed(2)} ms each`

test('import', async () => {
  const { page, close, url } = await openApp()
  const photos = await Promise.all(
    [1, 2, 3, 4, 5].map((seed) => makePhoto(page, { width: 640, height: 480, quality: 0.95, seed })),
  )
  const { paths, bytes, remove } = writePhotos(photos, COUNT)
  try {
    let made = 0
    const ours = async () => {
      const { id } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: `images ${++made}` })
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
    const hashed = async () => {
      await choose(page, paths)
      return putPlainly(page, { hashed: true })
    }
    const times = await inTurns({ ours, plain, hashed }, 3)
    printTable(
      `images: import of ${COUNT} JPEGs of ${Math.round(bytes / COUNT / 1000)} kB, 640 x 480, files on the disk`,
      [
        {
          what: 'through the page over IndexedDB puts, 50 to a transaction',
          value: times.ours / times.plain,
          limit: 'at most 1.5',
          note: `${each(times.ours)}, ${each(times.plain)}`,
        },
        {
          what: 'over the same puts, each file read and its SHA-256 made',
          value: times.ours / times.hashed,
          note: `${each(times.ours)}, ${each(times.hashed)}`,
        },
        { what: 'these over the puts alone', value: times.hashed / times.plain },
      ],
    )
  } finally {
    await close()
    remove()
  }
})

const ROUNDS = 9
const small = (id: number) => `/image/${id}?width=250&asAttachment=false`
const original = (id: number) => `api/image/${id}?original=true&asAttachment=false`

test('resize', async () => {
  const { page, close } = await openApp()
  try {
    const { id: dataset } = await api<{ id: number }>(page, 'POST', '/dataset/', { name: 'large' })
    const photo = await makePhoto(page, { width: 4000, height: 3000, quality: 0.9, seed: 11 })
    const [first, ...ids] = await addPhotos(page, dataset, photo, ROUNDS + 2)
    await askFor(page, small(ids.pop()!))
    const times = await inTurns(
      { ours: () => askFor(page, small(ids.pop()!)), plain: () => resizePlainly(page, original(first!), 250) },
      ROUNDS,
    )
    const png = await withAlpha(page, dataset, original(first!))
    const raw = await compareWithLanczos(page, original(first!), `api${small(png)}`, 250)
    const encoded = await compareWithLanczos(page, original(first!), `api${small(first!)}`, 250)
    const cached = await inTurns({ ours: () => askFor(page, small(first!)), empty: () => askFor(page, '/info/') }, 101)
    printTable('images: a JPEG of 4000 x 3000 to 250 pixels', [
      {
        what: 'asked for and made over createImageBitmap with quality high',
        value: times.ours / times.plain,
        limit: 'at most 2.5',
        note: `${times.ours.toFixed(0)} ms, ${times.plain.toFixed(0)} ms`,
      },
      {
        what: 'before encoding, against Lanczos over all pixels',
        value: raw.ours,
        unit: 'dB',
        limit: 'at least 40',
        note: `createImageBitmap ${raw.plain.toFixed(1)} dB`,
      },
      {
        what: 'through JPEG, under the reference through JPEG',
        value: encoded.reference - encoded.ours,
        unit: 'dB',
        limit: 'at most 1',
        note: `${encoded.ours.toFixed(1)} dB, ${encoded.reference.toFixed(1)} dB`,
      },
      {
        what: 'asked for again over a handler that does nothing',
        value: cached.ours / cached.empty,
        limit: 'at most 2',
        note: `${cached.ours.toFixed(1)} ms, ${cached.empty.toFixed(1)} ms`,
      },
    ])
  } finally {
    await close()
  }
})

const MANY = 200

test('thumbnails', async () => {
  const { page, close } = await openApp()
  try {
    const { id: category } = await api<{ id: number }>(page, 'POST', '/category/', { name: 'thing', color: '#e5484d' })
    const { id: dataset } = await api<{ id: number }>(page, 'POST', '/dataset/', {
      name: 'many',
      categories: [category],
    })
    const photo = await makePhoto(page, { width: 2000, height: 1500, quality: 0.9, seed: 12 })
    const ids = await addPhotos(page, dataset, photo, MANY + 1)
    const drawn = ids.pop()!
    const strokes: number[] = []
    for (let count = 0; count < 15; count++) strokes.push(await saveStroke(page, drawn, category))
    const idle = await framesOf(page, 5000)
    const { time, frames, strokes: meanwhile } = await thumbnailsOf(page, ids, drawn, category)
    const at99 = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(0.99 * times.length)]!
    printTable(`images: thumbnails of ${MANY} photos of 2000 x 1500`, [
      { what: 'made', value: (1000 * MANY) / time, unit: 'a second' },
      {
        what: 'p99 of the frames of the page meanwhile over idle',
        value: at99(frames) / at99(idle),
        note: `${at99(frames).toFixed(1)} ms, ${at99(idle).toFixed(1)} ms`,
      },
      {
        what: 'a stroke saved meanwhile over its idle time',
        value: median(meanwhile) / median(strokes),
        limit: 'at most 3',
        note: `${median(meanwhile).toFixed(1)} ms, ${median(strokes).toFixed(1)} ms; of ${meanwhile.length} strokes`,
      },
    ])
  } finally {
    await close()
  }
})
