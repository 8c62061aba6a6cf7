/** A value for panels that updates two frames late, so that the canvas gets the first frame. `urgent` changes apply at once. */
import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

export function soonAfter<T>(
  source: Readonly<Ref<T>>,
  urgent: (now: T, before: T) => boolean = () => false,
): Readonly<ShallowRef<T>> {
  const followed = shallowRef(source.value)
  let frame = 0
  const follow = () => {
    frame = 0
    followed.value = source.value
  }
  watch(
    source,
    (now) => {
      if (urgent(now, followed.value)) follow()
      else if (frame === 0) frame = requestAnimationFrame(() => (frame = requestAnimationFrame(follow)))
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => cancelAnimationFrame(frame))
  return followed
}
