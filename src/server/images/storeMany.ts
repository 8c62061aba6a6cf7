/** Stores many images in one transaction. Images without conflicts, which are most, are written together. */
import type { ApiError } from '@/contract/errors'
import { files } from '../db/images/files'
import { images } from '../db/images/images'
import { write } from '../db/store/write'
import { refusal } from './examine'
import { checkedPath, insert, storeOne, type NewImage, type StoredImageResult } from './store'

/** Answers a result or an error for each image, in their order. A refused image does not affect the others. All are of one dataset. */
export function storeImages(newImages: NewImage[]): Promise<(StoredImageResult | ApiError)[]> {
  return write(async () => {
    const results = new Map<NewImage, StoredImageResult | ApiError>()
    const simple = await withoutConflicts(newImages)
    const rows = await insert(simple.map(({ path, newImage }) => ({ ...newImage, path })))
    simple.forEach(({ newImage }, at) =>
      results.set(newImage, { outcome: 'added', image: rows[at]!, notes: newImage.facts.notes }),
    )
    // after the others, so that a second image with the same path or bytes finds the first
    for (const newImage of newImages)
      if (!results.has(newImage)) results.set(newImage, await storeOne(newImage).catch(refusal))
    return newImages.map((newImage) => results.get(newImage)!)
  })
}

/** The images whose path is free and whose bytes no image has. */
async function withoutConflicts(newImages: NewImage[]): Promise<{ path: string; newImage: NewImage }[]> {
  const [paths, hashes] = [new Set<string>(), new Set<string>()]
  const first = newImages.flatMap((newImage) => {
    const path = pathOf(newImage)
    const { hash } = newImage.facts
    if (path === undefined || paths.has(path) || hashes.has(hash)) return []
    paths.add(path)
    hashes.add(hash)
    return [{ path, newImage }]
  })
  if (first.length === 0) return []
  const [taken, existing] = await Promise.all([
    images.findByPaths(first[0]!.newImage.datasetId, [...paths]),
    files.existByHash([...hashes]),
  ])
  return first.filter((_each, at) => !taken[at] && !existing[at])
}

/** undefined: the path is invalid, so the image is refused later. */
function pathOf({ path }: NewImage): string | undefined {
  try {
    return checkedPath(path)
  } catch {
    return undefined
  }
}
