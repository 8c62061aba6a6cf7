/**
 * The same change of many images, in steps: each is a request and a transaction of its own, so that nothing else waits long, however
 * many there are. It can be stopped between two; what is done then stays.
 */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ImageBulk, ImageBulkResult } from '@/contract/image'
import { messageOf } from '../../api/client'
import { imagesApi } from '../../api/images'
import { t } from '../../i18n'
import { useMessages } from '../../stores/messages'

/** Without its images. */
export type Change = ImageBulk extends infer Each ? (Each extends ImageBulk ? Omit<Each, 'ids'> : never) : never

/** Images in a step: fewer where their annotations are written too. */
const STEP: Record<ImageBulk['action'], number> = { state: 1000, split: 1000, delete: 500, restore: 500, move: 200, category: 100 }

export interface Progress {
  text: string
  done: number
  total: number
}

export function useBulk(changed: () => void) {
  const messages = useMessages()
  const progress = shallowRef<Progress | null>(null)
  const isBusy = computed(() => progress.value !== null)
  let isStopped = false

  /** Answers the ids that it was done to; when it fails or is stopped those are fewer. `heard`: the answer of each step. */
  async function run(text: string, change: Change, ids: readonly number[], heard: (answer: ImageBulkResult) => void = () => {}): Promise<number[]> {
    if (isBusy.value) return []
    isStopped = false
    progress.value = { text, done: 0, total: ids.length }
    let done = 0
    try {
      while (done < ids.length && !isStopped) {
        const step = ids.slice(done, done + STEP[change.action])
        heard(await imagesApi.change({ ...change, ids: step }))
        done += step.length
        progress.value = { text, done, total: ids.length }
      }
    } catch (error) {
      messages.complain(done > 0 ? t('grid.partlyDone', { reason: messageOf(error), count: done }) : messageOf(error))
    } finally {
      progress.value = null
      changed()
    }
    return ids.slice(0, done)
  }

  const stop = () => void (isStopped = true)
  // nobody would see it go on
  onScopeDispose(stop)

  return { progress, isBusy, run, stop }
}
