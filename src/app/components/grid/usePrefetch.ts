/**
 * Has the thumbnails of the next rows made before they are scrolled to: one at a time, with low priority, and only while nobody
 * scrolls, types or clicks.
 */
import { onBeforeUnmount } from 'vue'
import { thumbnailUrl } from '../../api/images'
import { TILE_PIXELS } from './tile'
import type { GridView } from './useGridView'
import type { ImageList } from './useImageList'

/** Number of screens to prefetch in the last scroll direction. */
const SCREENS = 2
/** Milliseconds without input before prefetching starts. */
const REST = 400
/** Number of URLs remembered as prefetched. */
const REMEMBERED = 5000

const INPUTS = ['scroll', 'keydown', 'pointerdown', 'wheel', 'input'] as const

export function usePrefetch(list: ImageList, view: GridView) {
  const made = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = new AbortController()
  let seen = 0
  let isUpwards = false

  function pause() {
    stop.abort()
    clearTimeout(timer)
    timer = setTimeout(() => void make(), REST)
  }

  async function make() {
    stop = new AbortController()
    const { signal } = stop
    for (const url of addresses()) {
      if (signal.aborted || document.hidden) return
      await (await fetch(url, { signal, priority: 'low' }).catch(() => null))?.blob().catch(() => null)
      if (signal.aborted) return
      if (made.size > REMEMBERED) made.clear()
      made.add(url)
    }
  }

  function addresses(): string[] {
    const { first, last } = view.onScreen.value
    const { columns } = view.layout.value
    if (first !== seen) isUpwards = first < seen
    seen = first
    const rows = SCREENS * (last - first + 1)
    const next = Array.from({ length: rows * columns }, (_none, at) =>
      isUpwards ? first * columns - 1 - at : (last + 1) * columns + at,
    )
    const images = next.flatMap((index) => (index >= 0 ? (list.at(index) ?? []) : []))
    return images
      .filter(({ placeholder }) => !placeholder)
      .map((image) => thumbnailUrl(image, TILE_PIXELS))
      .filter((url) => !made.has(url))
  }

  for (const name of INPUTS) window.addEventListener(name, pause, { passive: true, capture: true })
  pause()
  onBeforeUnmount(() => {
    stop.abort()
    clearTimeout(timer)
    for (const name of INPUTS) window.removeEventListener(name, pause, { capture: true })
  })
}
