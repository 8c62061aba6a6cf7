/** Images of any size in bytes: small ones with comments that nothing compresses. */
import type { Page } from '@playwright/test'

/** Adds JPEGs of 64 x 48 pixels and so many bytes to a dataset, through the API, in sub-folders of 500. */
export const addImageFiles = (page: Page, dataset: number, count: number, bytes: number): Promise<void> =>
  page.evaluate(
    async ([dataset, count, bytes]) => {
      const canvas = new OffscreenCanvas(64, 48)
      const context = canvas.getContext('2d')!
      const picture = async (number: number) => {
        context.fillStyle = `hsl(${number % 360} 60% 50%)`
        context.fillRect(0, 0, 64, 48)
        const jpeg = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
        const comments: Uint8Array<ArrayBuffer>[] = []
        for (let left = bytes - jpeg.length; left > 4;) {
          const length = Math.min(65_533, left - 4)
          const comment = new Uint8Array(length + 4)
          comment.set([0xff, 0xfe, (length + 2) >> 8, (length + 2) & 255])
          crypto.getRandomValues(comment.subarray(4, 4 + length))
          comments.push(comment)
          left -= length + 4
        }
        return new Blob([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)], { type: 'image/jpeg' })
      }
      let next = 0
      const send = async () => {
        while (next < count) {
          const number = next++
          const query = new URLSearchParams({
            dataset_id: String(dataset),
            folder: `part ${Math.floor(number / 500)}`,
            file_name: `${number}.jpg`,
          })
          const response = await fetch(`api/image/?${query}`, { method: 'POST', body: await picture(number) })
          if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
        }
      }
      await Promise.all([send(), send(), send(), send()])
    },
    [dataset, count, bytes] as const,
  )
