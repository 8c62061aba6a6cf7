/** Undo, redo, and the list of steps to go back or forward to. */
import { computed, type ShallowRef } from 'vue'
import type { Editor } from '../editor/editor'
import { isOwn, nextStep, reachable } from '../save/history'
import type { Session } from '../save/session'

export function useSteps(editor: Editor, session: ShallowRef<Session | null>) {
  const all = computed(() => session.value?.steps ?? [])
  const own = computed(() => reachable(all.value))
  const done = () => own.value.filter(({ undone }) => !undone).length

  return {
    /** Those of other tabs too, which cannot be gone to. */
    steps: computed(() => all.value.filter((step) => !isOwn(step) || own.value.includes(step))),
    undoLabel: computed(() => nextStep(all.value, 'undo')?.label ?? null),
    redoLabel: computed(() => nextStep(all.value, 'redo')?.label ?? null),
    undo: () => void (editor.stepBack() || session.value?.step('undo')),
    redo: () => session.value?.step('redo'),
    /** So many steps of this tab are done afterwards. */
    goTo(count: number) {
      const distance = count - done()
      for (let step = 0; step < Math.abs(distance); step++) session.value?.step(distance < 0 ? 'undo' : 'redo')
    },
  }
}
