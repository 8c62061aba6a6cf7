/** Folders of images on the disk, no two alike, and ways to bring them into a page. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'

const photo = readFileSync('tests/data/formats/hopper.jpg')

/** A JPEG that differs from all others in a comment. */
export function pictureOf(text: string): Buffer {
  const comment = Buffer.from(text)
  const length = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 255])
  return Buffer.concat([photo.subarray(0, 2), length, comment, photo.subarray(2)])
}

/** A folder of that name with files by path: its own path. */
export function folderOf(name: string, files: Record<string, Buffer>): string {
  const root = join(mkdtempSync(join(tmpdir(), 'atoll-intake-')), name)
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), bytes)
  }
  return root
}

/** "a/0.jpg", "b/1.jpg", "a/2.jpg" and so on. */
export const manyImages = (count: number): Record<string, Buffer> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${index % 2 ? 'b' : 'a'}/${index}.jpg`, pictureOf(`image ${index}`)]),
  )

/** Drops files and folders of the disk onto the page, as a file manager does. */
export async function dropOnto(page: Page, paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await session.detach()
}
