/** What benchmarks do inside the page: code that is sent there, so each function uses nothing from outside itself. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { makeCoco, type MadeCoco } from './makeCoco'

/** Things that benchmarks keep in the page. */
interface Bench {
  blob: Blob
  bytes: number
}

declare global {
  interface Window {
    bench: Bench
    Dexie: new (name: string) => {
      version: (number: number) => { stores: (tables: Record<string, string>) => void }
      table: (name: string) => { bulkAdd: (rows: object[]) => Promise<unknown> }
      delete: () => Promise<void>
    }
  }
}

/** Makes a COCO file in the page. Answers its bytes. */
export async function makeFile(page: Page, options: MadeCoco): Promise<number> {
  const source = `(() => { const makeCoco = ${makeCoco.toString()}; const pieces = [];
    for (const piece of makeCoco(${JSON.stringify(options)})) pieces.push(new Blob([piece]));
    window.bench = { blob: new Blob(pieces, { type: 'application/json' }) }; return window.bench.blob.size })()`
  return page.evaluate<number>(source)
}

/** Loads Dexie, for the plain design that ours is compared with. */
export async function loadDexie(page: Page): Promise<void> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('dexie/dist/dexie.min.js'), 'utf8'))
}

/** A request of the API; answers its JSON. */
export const api = <Body>(page: Page, method: string, path: string, body?: object): Promise<Body> =>
  page.evaluate(
    async ([method, path, body]) => {
      const response = await fetch(`api${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json() as Promise<Body>
    },
    [method, path, body] as const,
  )

/** Sends the file of the page to be imported, and waits for the answer; for the task when that takes longer than a request may. Answers milliseconds. */
export const importFile = (page: Page, dataset: number): Promise<number> =>
  page.evaluate(async (dataset) => {
    const began = performance.now()
    const response = await fetch(`api/dataset/${dataset}/coco?add_missing=true`, {
      method: 'POST',
      body: window.bench.blob,
    })
    let answer = (await response.json()) as { id: number; message?: string; completed?: boolean; status?: string }
    if (!response.ok) throw new Error(`${response.status} ${answer.message}`)
    while (response.status === 202 && !answer.completed) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      answer = await (await fetch(`api/tasks/${answer.id}`)).json()
    }
    if (response.status === 202 && answer.status !== 'succeeded') throw new Error(answer.message)
    return performance.now() - began
  }, dataset)

/** The least that an import can do: parse the text, store the annotations of each image as one record. Answers milliseconds. */
export const importFloor = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const name = `floor ${Math.random()}`
    const began = performance.now()
    const { images, annotations } = JSON.parse(await window.bench.blob.text()) as {
      images: { id: number }[]
      annotations: { image_id: number }[]
    }
    const byImage = new Map<number, object[]>()
    for (const annotation of annotations) {
      const list = byImage.get(annotation.image_id)
      if (list) list.push(annotation)
      else byImage.set(annotation.image_id, [annotation])
    }
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onupgradeneeded = () => {
        request.result.createObjectStore('images', { keyPath: 'id' })
        request.result.createObjectStore('annotations')
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    for (let from = 0; from < images.length; from += 500) {
      const transaction = database.transaction(['images', 'annotations'], 'readwrite', { durability: 'strict' })
      for (const image of images.slice(from, from + 500)) {
        transaction.objectStore('images').put(image)
        transaction.objectStore('annotations').put(byImage.get(image.id) ?? [], image.id)
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
      })
    }
    const time = performance.now() - began
    database.close()
    indexedDB.deleteDatabase(name)
    return time
  })

/** The plain design: Dexie, one row for each annotation. Answers milliseconds. */
export const importPlainly = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const database = new window.Dexie(`plain ${Math.random()}`)
    database.version(1).stores({ images: 'id, file_name', annotations: 'id, image_id, category_id' })
    const began = performance.now()
    const { images, annotations } = JSON.parse(await window.bench.blob.text()) as Record<
      'images' | 'annotations',
      object[]
    >
    for (let from = 0; from < images.length; from += 1000)
      await database.table('images').bulkAdd(images.slice(from, from + 1000))
    for (let from = 0; from < annotations.length; from += 1000)
      await database.table('annotations').bulkAdd(annotations.slice(from, from + 1000))
    const time = performance.now() - began
    await database.delete()
    return time
  })

/** Reads an answer to its end, holding nothing. Answers milliseconds and bytes. */
export const download = (page: Page, path: string): Promise<{ time: number; bytes: number }> =>
  page.evaluate(async (path) => {
    const began = performance.now()
    const response = await fetch(`api${path}`)
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    const reader = response.body!.getReader()
    let bytes = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length
    return { time: performance.now() - began, bytes }
  }, path)

/** Reads all records of some stores of the app, some at a time; Blobs in them to the end. Answers milliseconds. */
export const readStores = (page: Page, ...stores: string[]): Promise<number> =>
  page.evaluate(async (stores) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('atoll:/')
      request.onsuccess = () => resolve(request.result)
    })
    const began = performance.now()
    for (let after: IDBValidKey | undefined, store = stores.shift(); store;) {
      const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true)
      const objects = database.transaction(store).objectStore(store)
      const [keys, rows] = (await Promise.all(
        [objects.getAllKeys(range, 200), objects.getAll(range, 200)].map(
          (request) =>
            new Promise<unknown[]>((resolve) => (request.onsuccess = () => resolve(request.result as unknown[]))),
        ),
      )) as [IDBValidKey[], { blob?: Blob }[]]
      for (const { blob } of rows) if (blob) await blob.arrayBuffer()
      after = keys.at(-1)
      if (keys.length < 200) [store, after] = [stores.shift(), undefined]
    }
    const time = performance.now() - began
    database.close()
    return time
  }, stores)
