/** How fast a task goes that a tab does image by image, since this page began to look at it. */
import { computed, watch } from 'vue'
import type { Task } from '@/contract/task'
import { t } from '../../i18n'
import { durationText } from '../../i18n/format'

const MINUTE = 60_000 // milliseconds

export function useSpeed(task: () => Task) {
  let first: { at: number; progress: number; images: number } | null = null
  watch(
    () => task().paused,
    () => (first = null),
  )
  return computed(() => {
    const {
      paused,
      completed,
      progress,
      images,
      updated_at: { $date: at },
    } = task()
    if (paused !== false || completed || !images) return ''
    if (!first) first = { at, progress, images: images.done }
    const [done, spent] = [images.done - first.images, at - first.at]
    if (done <= 0 || spent <= 0) return ''
    return t('models.speed', {
      count: Math.round((done / spent) * MINUTE),
      left: durationText((spent / done) * (images.total - images.done)),
    })
  })
}
