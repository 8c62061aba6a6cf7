/** Which annotation a panel is about follows two frames later: the first belongs to the canvas, which the hand is on, the second to the list, which scrolls. */
import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

export function soonAfter<T>(source: Readonly<Ref<T>>): Readonly<ShallowRef<T>> {
  const followed = shallowRef(source.value)
  let frame = 0
  const inFrame = (work: () => void) => (frame = requestAnimationFrame(work))
  watch(source, () => {
    cancelAnimationFrame(frame)
    inFrame(() => inFrame(() => (followed.value = source.value)))
  }, { flush: 'sync' })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return followed
}
