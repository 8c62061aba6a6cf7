/** The queue of this tab, kept over a reload. The grid forgets it: whoever opens an image from there wants the list of now. */
import type { ImageQueue } from './imageQueue'

const STORED = 'atoll:queue'

export function keepQueue(queue: ImageQueue) {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(queue))
  } catch {
    // without storage the list is read anew after a reload
  }
}

export function forgetQueue() {
  try {
    sessionStorage.removeItem(STORED)
  } catch {
    // nothing is kept without storage
  }
}

/** The kept queue, if it is the one of that key and has the image. */
export function keptQueue(key: string, imageId: number): ImageQueue | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? 'null') as ImageQueue | null
    return kept?.key === key && Array.isArray(kept.ids) && kept.ids.includes(imageId) ? kept : null
  } catch {
    return null
  }
}
