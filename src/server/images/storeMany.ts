/** Many pictures in one transaction. Those that nothing is in the way of, which are most, are written at one go. */
import type { ApiError } from '@/contract/errors'
import { files } from '../db/images/files'
import { images } from '../db/images/images'
import { write } from '../db/store/write'
import { refusal } from './examine'
import { checkedPath, insert, storeOne, type NewImage, type StoredImageResult } from './store'

/** What became of each, in their order; one that is refused leaves the others as they are. All of one dataset. */
export function storeImages(pictures: NewImage[]): Promise<(StoredImageResult | ApiError)[]> {
  return write(async () => {
    const results = new Map<NewImage, StoredImageResult | ApiError>()
    const simple = await withoutQuestions(pictures)
    const rows = await insert(simple.map(({ path, picture }) => ({ ...picture, path })))
    simple.forEach(({ picture }, at) => results.set(picture, { outcome: 'added', image: rows[at]!, notes: picture.facts.notes }))
    // after the others, so that a second picture of a path or of the same bytes finds the first
    for (const picture of pictures) if (!results.has(picture)) results.set(picture, await storeOne(picture).catch(refusal))
    return pictures.map((picture) => results.get(picture)!)
  })
}

/** Whose path is free and whose bytes no image has. */
async function withoutQuestions(pictures: NewImage[]): Promise<{ path: string; picture: NewImage }[]> {
  const [paths, hashes] = [new Set<string>(), new Set<string>()]
  const first = pictures.flatMap((picture) => {
    const path = pathOf(picture)
    const { hash } = picture.facts
    if (path === undefined || paths.has(path) || hashes.has(hash)) return []
    paths.add(path)
    hashes.add(hash)
    return [{ path, picture }]
  })
  if (first.length === 0) return []
  const [taken, known] = await Promise.all([images.findByPaths(first[0]!.picture.datasetId, [...paths]), files.existByHash([...hashes])])
  return first.filter((_each, at) => !taken[at] && !known[at])
}

/** Nothing for what is no path: that is refused by itself. */
function pathOf({ path }: NewImage): string | undefined {
  try {
    return checkedPath(path)
  } catch {
    return undefined
  }
}
