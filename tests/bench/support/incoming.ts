/** Images on their way in: through the app's own page, and put into IndexedDB plainly. */
import type { Page } from '@playwright/test'

/** Chooses files on the page of a dataset, as people do. Answers milliseconds until the page says that all of them are in. */
export async function bringIn(page: Page, paths: string[]): Promise<number> {
  const input = page.getByLabel('Add images', { exact: true })
  await input.waitFor({ state: 'attached' })
  const time = page.evaluate(
    (count) =>
      new Promise<number>((resolve, reject) => {
        let began = 0
        document.addEventListener('change', () => (began = performance.now()), { capture: true, once: true })
        const watch = new MutationObserver(() => {
          const [said] = [...document.querySelectorAll('[role=status]')]
            .map(({ textContent }) => textContent ?? '')
            .filter((text) => /^(Added|Nothing|Cancelled)/.test(text))
          if (!said) return
          watch.disconnect()
          if (said.startsWith(`Added ${count.toLocaleString()} `)) resolve(performance.now() - began)
          else reject(new Error(said))
        })
        watch.observe(document.body, { childList: true, subtree: true, characterData: true })
      }),
    paths.length,
  )
  await input.setInputFiles(paths)
  return time
}

const INPUT = 'bench-files'

/** Has the page hold the same files. */
export async function choose(page: Page, paths: string[]): Promise<void> {
  await page.evaluate((id) => {
    document.getElementById(id)?.remove()
    document.body.append(
      Object.assign(document.createElement('input'), { type: 'file', multiple: true, hidden: true, id }),
    )
  }, INPUT)
  await page.setInputFiles(`#${INPUT}`, paths)
}

/**
 * The least that keeping files can take: one put for each, 50 to a transaction, one transaction after the other, on the disk when it is
 * done (strict durability, as ours). No sums, no sizes, no rows, no index. `hashed`: the SHA-256 of each is made as well, of the next 50 while
 * those before are stored; that is the least for whoever wants to know what is here already. Answers milliseconds.
 */
export const putPlainly = (page: Page, { hashed = false } = {}): Promise<number> =>
  page.evaluate(
    async ([id, hashed]) => {
      const files = [...(document.getElementById(id) as HTMLInputElement).files!]
      const name = `bench-${crypto.randomUUID()}`
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name)
        request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'id' })
        request.onsuccess = () => resolve(request.result)
      })
      const put = (part: File[], from: number) => {
        const transaction = database.transaction('files', 'readwrite', { durability: 'strict' })
        const store = transaction.objectStore('files')
        part.forEach((blob, at) => store.put({ id: from + at, blob }))
        return new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve()
          transaction.onabort = () => reject(transaction.error)
        })
      }
      const hash = (part: File[]) =>
        Promise.all(part.map(async (file) => crypto.subtle.digest('SHA-256', await file.arrayBuffer())))
      const began = performance.now()
      let before = Promise.resolve()
      for (let from = 0; from < files.length; from += 50) {
        const part = files.slice(from, from + 50)
        if (hashed) await hash(part)
        await before
        before = put(part, from)
      }
      await before
      const time = performance.now() - began
      database.close()
      await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve))
      return time
    },
    [INPUT, hashed] as const,
  )
