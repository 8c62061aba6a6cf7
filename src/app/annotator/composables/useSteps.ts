/** Undo, redo, and the list of steps to go back or forward to. */
import { computed, type ShallowRef } from 'vue'
import type { Editor } from '../editor/editor'
import { stepsOf } from '../save/history'
import type { Session } from '../save/session'

export function useSteps(editor: Editor, session: ShallowRef<Session | null>) {
  const steps = computed(() => (session.value ? stepsOf(session.value.history, session.value.queue.waiting) : []))
  const done = computed(() => steps.value.filter(({ undone }) => !undone))
  const undone = computed(() => steps.value.filter((step) => step.undone))

  return {
    steps,
    undoLabel: computed(() => done.value.at(-1)?.label ?? null),
    redoLabel: computed(() => undone.value[0]?.label ?? null),
    undo: () => void (editor.stepBack() || session.value?.step('undo')),
    redo: () => session.value?.step('redo'),
    /** So many steps are done afterwards. */
    goTo(count: number) {
      const distance = count - done.value.length
      for (let step = 0; step < Math.abs(distance); step++) session.value?.step(distance < 0 ? 'undo' : 'redo')
    },
  }
}
