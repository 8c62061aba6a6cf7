/**
 * The same change of many images as a task: it goes on when the page is left, can be stopped between two steps, and is taken back by
 * one undo, also after a reload.
 */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { BulkTaskResult, ImageBulk } from '@/contract/image'
import type { Task } from '@/contract/task'
import { messageOf } from '../../api/client'
import { imagesApi } from '../../api/images'
import { followTask, tasksApi } from '../../api/tasks'
import { t } from '../../i18n'
import { useMessages } from '../../stores/messages'

/** Without its images. */
export type Change = ImageBulk extends infer Each ? (Each extends ImageBulk ? Omit<Each, 'ids'> : never) : never

/** Percent. */
export interface Progress {
  text: string
  percent: number
}

export type Bulk = ReturnType<typeof useBulk>

export function useBulk(changed: () => unknown) {
  const messages = useMessages()
  const progress = shallowRef<Progress | null>(null)
  const isBusy = computed(() => progress.value !== null)
  let current: number | null = null
  const leaving = new AbortController()

  /** Answers the task when it is over, with what it came to; null when nothing was changed. */
  async function follow(
    text: string,
    begin: () => Promise<Task>,
  ): Promise<{ task: Task; result: BulkTaskResult } | null> {
    if (isBusy.value) return null
    progress.value = { text, percent: 0 }
    try {
      const task = await begin()
      current = task.id
      const onProgress = ({ progress: percent }: Task) => void (progress.value = { text, percent })
      const result = await followTask<BulkTaskResult>(task, { onProgress, signal: leaving.signal })
      return { task, result }
    } catch (error) {
      if (!leaving.signal.aborted) messages.complain(messageOf(error))
      return null
    } finally {
      current = null
      progress.value = null
      if (!leaving.signal.aborted) await changed()
    }
  }

  async function run(text: string, change: Change, ids: readonly number[]) {
    return follow(text, () => imagesApi.changeAsTask({ ...change, ids: [...ids] }))
  }

  async function undo(task: number) {
    const done = await follow(t('bulk.undoing'), () => tasksApi.undo(task))
    if (done && done.result.skipped > 0) messages.say(t('bulk.undone', { count: done.result.skipped }))
    return done
  }

  async function stop() {
    if (current !== null) await tasksApi.cancel(current).catch(() => {})
  }

  // the task itself goes on
  onScopeDispose(() => leaving.abort())

  return { progress, isBusy, run, undo, stop }
}
