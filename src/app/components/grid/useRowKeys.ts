/** Which elements show which rows: after a jump those of the rows before show the new ones, since making others takes longer. */
import { shallowRef, watch, type Ref } from 'vue'
import type { Rows } from './layout'

/** While something in the rows has the focus every row has elements of its own: the focus must stay with its image. */
export function useRowKeys(rows: Readonly<Ref<Rows>>, hasFocus: () => boolean): (row: number) => number {
  const moved = shallowRef(0)
  watch(rows, (next, before) => {
    const isJump = next.first > before.last || next.last < before.first
    if (isJump && !hasFocus()) moved.value += next.first - before.first
  }, { flush: 'sync' })
  return (row) => row - moved.value
}
