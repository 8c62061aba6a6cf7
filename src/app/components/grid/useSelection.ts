/** Which images of a list are selected: ids, since places shift. Ranges reach over places that are not loaded. */
import { shallowRef, watch, type Ref } from 'vue'

export interface SelectableList {
  total: Readonly<Ref<number>>
  /** From place to place, which is in it. */
  idsBetween: (first: number, last: number) => Promise<number[]>
}

export type Selection = ReturnType<typeof useSelection>

export function useSelection({ total, idsBetween }: SelectableList) {
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  /** Where a range begins, and what was selected before it was drawn: a range can shrink again. */
  let anchor: number | null = null
  let base: ReadonlySet<number> = ids.value
  let latest = 0

  /** Ranges are read one after the other; only the newest counts. */
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

  /** From the one touched last to this one. */
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

  // what is no longer in the list must not be deleted unseen
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
    /** A frame drawn around images: begins with what stays selected besides. */
    frame: (isAdding: boolean) => {
      const before = isAdding ? ids.value : new Set<number>()
      return { cover: (read: () => Promise<Iterable<number>>) => cover(read, before), keep: () => void (base = ids.value), cancel: () => set(before) }
    },
  }
}
