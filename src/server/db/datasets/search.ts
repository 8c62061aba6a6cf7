/** Finds datasets, categories and images by a part of their name. Image names are read from the order, not from the images. */
import type { SearchResult } from '@/contract/search'
import { db } from '../store/schema'

export async function searchByName(text: string, limit: number): Promise<SearchResult> {
  const wanted = text.toLowerCase()
  const isWanted = ({ name, deleted }: { name: string; deleted: boolean }) =>
    !deleted && name.toLowerCase().includes(wanted)
  const named = ({ id, name }: { id: number; name: string }) => ({ id, name })
  const datasets = (await db.datasets.toArray()).filter(({ deleted }) => !deleted)
  return {
    datasets: datasets.filter(isWanted).slice(0, limit).map(named),
    categories: (await db.categories.toArray()).filter(isWanted).slice(0, limit).map(named),
    images: await searchImages(
      datasets.map(({ id }) => id),
      wanted,
      limit,
    ),
  }
}

async function searchImages(datasetIds: number[], wanted: string, limit: number): Promise<SearchResult['images']> {
  const found: SearchResult['images'] = []
  for (const dataset_id of datasetIds) {
    const chunks = (await db.orderHeads.get(dataset_id))?.chunks ?? []
    for (const { chunk } of chunks) {
      for (const [path, id] of (await db.order.get([dataset_id, chunk]))?.entries ?? []) {
        if (!path.toLowerCase().includes(wanted)) continue
        found.push({ id, dataset_id, path, name: path.slice(path.lastIndexOf('/') + 1) })
        if (found.length === limit) return found
      }
    }
  }
  return found
}
