/** Which images of a page are selected. `order` is the order they are shown in, for ranges. */
import { shallowRef, watch, type Ref } from 'vue'

export interface Selection {
  ids: Readonly<Ref<ReadonlySet<number>>>
  has(id: number): boolean
  toggle(id: number): void
  /** From the one touched last to this one. */
  extendTo(id: number): void
  all(): void
  clear(): void
}

export function useSelection(order: Readonly<Ref<readonly number[]>>): Selection {
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  let anchor: number | null = null

  // what is no longer shown must not be deleted unseen
  watch(order, (shown) => {
    const known = new Set(shown)
    if ([...ids.value].some((id) => !known.has(id))) ids.value = new Set([...ids.value].filter((id) => known.has(id)))
  })

  function toggle(id: number) {
    const next = new Set(ids.value)
    if (!next.delete(id)) next.add(id)
    ids.value = next
    anchor = id
  }

  function extendTo(id: number) {
    const from = order.value.indexOf(anchor ?? id)
    const to = order.value.indexOf(id)
    const range = order.value.slice(Math.min(from, to), Math.max(from, to) + 1)
    ids.value = new Set([...ids.value, ...range])
    anchor ??= id
  }

  return {
    ids,
    has: (id) => ids.value.has(id),
    toggle,
    extendTo,
    all: () => void (ids.value = new Set(order.value)),
    clear: () => void (ids.value = new Set()),
  }
}
