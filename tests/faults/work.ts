/** Pieces of mixed work, each a client of its own: what people and scripts do to one dataset at the same time. */
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { pictureOf } from '../e2e/support/folders'
import type { Client } from './client'
import type { Ledger } from './ledger'

export interface Scene {
  dataset: number
  /** Drawn on by all. */
  images: number[]
  /** Changed by tasks only, one at a time. */
  bulkImages: number[]
  category: number
}

export interface Piece {
  /** Its number: annotations carry it in their metadata, images in their names. */
  work: number
  client: Client
  ledger: Ledger
  scene: Scene
  random: () => number
}

const box = (random: () => number) => ({
  kind: 'box',
  x: Math.floor(random() * 60),
  y: Math.floor(random() * 60),
  width: 10 + Math.floor(random() * 20),
  height: 10 + Math.floor(random() * 20),
})

const oneOf = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!

const newAnnotation = ({ scene, random, work }: Piece, category = scene.category) => ({
  image_id: oneOf(scene.images, random),
  category_id: category,
  shape: box(random),
  metadata: { work },
})

/** A stroke of the editor, perhaps taken back, perhaps made again. */
async function stroke({ work, client, ledger, scene, random }: Piece): Promise<void> {
  const image_id = oneOf(scene.images, random)
  // a tab of its own: the strokes of one tab end what it could do again
  const session = `work-${work}`
  const after = { category_id: scene.category, shape: box(random), keypoints: [], metadata: { work } }
  const { step } = await ledger.write(work, { annotations: 1 }, () =>
    client.done<{ step: number }>({
      method: 'POST',
      path: '/annotator/changes',
      json: { image_id, label: 'Draw box', changes: [{ before: null, after }] },
      session,
    }),
  )
  for (const direction of ['undo', 'redo', 'undo', 'redo'].slice(0, Math.floor(random() * 5))) {
    const isDone = await ledger
      .write(work, { annotations: direction === 'undo' ? 0 : 1 }, async () => {
        const { status, body } = await client.send({
          method: 'POST',
          path: `/annotator/${direction}`,
          json: { image_id, seq: step },
          session,
        })
        // what a client without a session does on the image ends what others could do again
        if (status === 400 && direction === 'redo') throw new NothingToRedo()
        if (status !== 200) throw new Error(`${direction}: ${status} ${JSON.stringify(body)}`)
        return true
      })
      .catch((error: unknown) => {
        if (error instanceof NothingToRedo) return false
        throw error
      })
    if (!isDone) return
  }
}

class NothingToRedo extends Error {}

async function manyAtOnce(piece: Piece): Promise<void> {
  const { work, client, ledger } = piece
  const create = Array.from({ length: 5 }, () => newAnnotation(piece))
  const { created } = await ledger.write(work, { annotations: 5 }, () =>
    client.done<{ created: { id: number }[] }>({ method: 'POST', path: '/annotation/bulk', json: { create } }),
  )
  await ledger.write(work, { annotations: 4 }, () =>
    client.done({ method: 'DELETE', path: `/annotation/${created[0]!.id}` }),
  )
}

async function upload({ work, client, ledger, scene }: Piece): Promise<void> {
  for (const number of [1, 2]) {
    await ledger.write(work, { images: number }, () =>
      client.done({
        method: 'POST',
        path: `/image/?dataset_id=${scene.dataset}&file_name=w${work}-${number}.jpg`,
        file: pictureOf(`work ${work}, ${number}`).toString('base64'),
      }),
    )
  }
}

/** A category of its own whose annotations another category gets. */
async function mergeCategories(piece: Piece): Promise<void> {
  const { work, client, ledger, scene } = piece
  const { id } = await client.done<{ id: number }>({ method: 'POST', path: '/category/', json: { name: `w${work}` } })
  const create = Array.from({ length: 3 }, () => newAnnotation(piece, id))
  await ledger.write(work, { annotations: 3 }, () =>
    client.done({ method: 'POST', path: '/annotation/bulk', json: { create } }),
  )
  const task = await client.done<{ id: number }>({
    method: 'POST',
    path: `/category/${id}/merge`,
    json: { into: scene.category },
    headers: { Prefer: 'respond-async' },
  })
  await client.followTask(task.id)
  ledger.writes++
}

async function importCoco({ work, client, ledger, scene }: Piece): Promise<void> {
  const images = Array.from({ length: 40 }, (_none, id) => ({
    id,
    file_name: `w${work}-${id}.jpg`,
    width: 100,
    height: 100,
  }))
  const annotations = images.flatMap(({ id }) =>
    [1, 2].map((each) => ({
      id: 2 * id + each,
      image_id: id,
      category_id: 1,
      bbox: [10, 10, 20 + each, 20],
      area: (20 + each) * 20,
      iscrowd: 0,
      segmentation: [[10, 10, 30 + each, 10, 30 + each, 30, 10, 30]],
    })),
  )
  await ledger.write(work, { images: 40, annotations: 80 }, async () => {
    const task = await client.done<{ id: number }>({
      method: 'POST',
      path: `/dataset/${scene.dataset}/coco?add_missing=true`,
      json: { images, annotations, categories: [{ id: 1, name: 'base' }] },
      headers: { Prefer: 'respond-async' },
    })
    await client.followTask(task.id)
  })
}

async function importArchive({ work, client, ledger, scene }: Piece): Promise<void> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  await writer.add('data.yaml', new TextReader('names: [base]\n'))
  for (let index = 0; index < 8; index++) {
    await writer.add(
      `images/train/w${work}-${index}.jpg`,
      new Uint8ArrayReader(new Uint8Array(pictureOf(`archive ${work} ${index}`))),
    )
    await writer.add(`labels/train/w${work}-${index}.txt`, new TextReader('0 0.5 0.5 0.25 0.25\n'))
  }
  const archive = Buffer.from(await (await writer.close()).arrayBuffer())
  await ledger.write(work, { images: 8, annotations: 8 }, async () => {
    const task = await client.done<{ id: number }>({
      method: 'POST',
      path: `/dataset/${scene.dataset}/zip`,
      file: archive.toString('base64'),
      headers: { Prefer: 'respond-async' },
    })
    await client.followTask(task.id)
  })
}

/** Reads everything while others write. Its file is checked by the task itself. */
async function exportDataset({ client, scene, ledger }: Piece): Promise<void> {
  const { id } = await client.done<{ id: number }>({ method: 'GET', path: `/dataset/${scene.dataset}/export` })
  await client.followTask(id)
  ledger.writes++
}

/** States of many images, taken back in one step. */
async function bulkChange({ client, scene, ledger, random }: Piece): Promise<void> {
  const ids = scene.bulkImages
  const before = await readStates(client, scene)
  // a change that changes nothing cannot be undone
  const changing = ['done', 'in_progress', 'needs_fix'].filter((state) => before.some((is) => is !== state))
  const state = oneOf(changing, random)
  const task = await client.done<{ id: number }>({
    method: 'POST',
    path: '/image/bulk/task',
    json: { action: 'state', ids, state },
  })
  await client.followTask(task.id)
  expectStates(
    await readStates(client, scene),
    before.map(() => state),
  )
  const undo = await client.done<{ id: number }>({ method: 'POST', path: `/tasks/${task.id}/undo` })
  await client.followTask(undo.id)
  expectStates(await readStates(client, scene), before)
  ledger.writes += 2
}

/** By image. A client that left earlier may have left any state. */
async function readStates(client: Client, { dataset, bulkImages }: Scene): Promise<string[]> {
  const { images } = await client.done<{ images: { id: number; state: string }[] }>({
    method: 'GET',
    path: `/dataset/${dataset}/images?limit=500&sort=id`,
  })
  return images.filter(({ id }) => bulkImages.includes(id)).map(({ state }) => state)
}

function expectStates(is: string[], wanted: string[]): void {
  if (is.join() !== wanted.join()) throw new Error(`the states are ${is.join()}, not ${wanted.join()}`)
}

/** A backup of now, merged into what is stored: nothing may come twice. Alone, since it brings back what is undone after it was made. */
async function restore({ client, ledger }: Piece): Promise<void> {
  const { body } = await client.send<{ base64: string }>({ method: 'GET', path: '/backup.zip' })
  await client.done({ method: 'POST', path: '/backup?merge=true', file: body.base64 })
  ledger.writes++
}

interface Kind {
  name: string
  run: (piece: Piece) => Promise<void>
  /** How often, beside the others. */
  share: number
  /** Only one at a time: they wait for each other. */
  isAlone?: boolean
  /** After all others of the round. */
  isLast?: boolean
}

export const kinds: readonly Kind[] = [
  { name: 'stroke', run: stroke, share: 6 },
  { name: 'many at once', run: manyAtOnce, share: 3 },
  { name: 'upload', run: upload, share: 3 },
  { name: 'merge of categories', run: mergeCategories, share: 1 },
  { name: 'import of COCO', run: importCoco, share: 1 },
  { name: 'import of an archive', run: importArchive, share: 1 },
  { name: 'export', run: exportDataset, share: 1 },
  { name: 'bulk change', run: bulkChange, share: 1, isAlone: true },
  { name: 'restore', run: restore, share: 1, isLast: true },
]

export function chooseKind(random: () => number): Kind {
  let at = random() * kinds.reduce((sum, { share }) => sum + share, 0)
  return kinds.find(({ share }) => (at -= share) < 0) ?? kinds[0]!
}
