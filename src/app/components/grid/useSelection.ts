/** Selected images, by id because indexes shift. Ranges may include images that are not loaded. */
import { shallowRef, watch, type Ref } from 'vue'

export interface SelectableList {
  total: Readonly<Ref<number>>
  /** Inclusive range of indexes. */
  idsBetween: (first: number, last: number) => Promise<number[]>
}

export type Selection = ReturnType<typeof useSelection>

export function useSelection({ total, idsBetween }: SelectableList) {
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  /** Start of the range, and the selection before it, so that the range can shrink again. */
  let anchor: number | null = null
  let base: ReadonlySet<number> = ids.value
  let latest = 0

  /** Ranges are read in order; only the newest applies. */
  async function cover(read: () => Promise<Iterable<number>>, before: ReadonlySet<number>) {
    const turn = ++latest
    const found = await read()
    if (turn === latest) ids.value = new Set([...before, ...found])
  }

  function set(next: ReadonlySet<number>) {
    latest++
    ids.value = base = next
  }

  function toggle(index: number, id: number) {
    const next = new Set(ids.value)
    if (!next.delete(id)) next.add(id)
    anchor = index
    set(next)
  }

  /** Selects from the last clicked image to this one. */
  function extendTo(index: number, from = index) {
    anchor ??= from
    const [first, last] = [Math.min(anchor, index), Math.max(anchor, index)]
    return cover(() => idsBetween(first, last), base)
  }

  const all = () => cover(() => idsBetween(0, total.value - 1), new Set())

  function clear() {
    anchor = null
    set(new Set())
  }

  // drops ids that left the list, so that they are not deleted unseen
  watch(total, async (count, before) => {
    if (count === before || ids.value.size === 0) return
    anchor = null
    const turn = ++latest
    const there = new Set(count > 0 ? await idsBetween(0, count - 1) : [])
    if (turn === latest) set(new Set([...ids.value].filter((id) => there.has(id))))
  })

  return {
    ids: ids as Readonly<Ref<ReadonlySet<number>>>,
    has: (id: number) => ids.value.has(id),
    toggle,
    extendTo,
    all,
    clear,
    /** Selection by a frame; starts with the images that stay selected. */
    frame: (isAdding: boolean) => {
      const before = isAdding ? ids.value : new Set<number>()
      return {
        cover: (read: () => Promise<Iterable<number>>) => cover(read, before),
        keep: () => void (base = ids.value),
        cancel: () => set(before),
      }
    },
  }
}
