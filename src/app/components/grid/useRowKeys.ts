/** Assigns elements to rows. After a jump existing elements are reused, which is faster than creating new ones. */
import { shallowRef, watch, type Ref } from 'vue'
import type { Rows } from './layout'

/** Rows keep their own elements while one of them has the focus, so that the focus stays with its image. */
export function useRowKeys(rows: Readonly<Ref<Rows>>, hasFocus: () => boolean): (row: number) => number {
  const moved = shallowRef(0)
  watch(
    rows,
    (next, before) => {
      const isJump = next.first > before.last || next.last < before.first
      if (isJump && !hasFocus()) moved.value += next.first - before.first
    },
    { flush: 'sync' },
  )
  return (row) => row - moved.value
}
