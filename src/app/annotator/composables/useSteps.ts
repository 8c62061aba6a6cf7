/** Undo, redo, and the list of history steps. */
import { computed, type ShallowRef } from 'vue'
import type { Editor } from '../editor/editor'
import { isOwn, nextStep, reachable } from '../save/history'
import type { Session } from '../save/session'

export function useSteps(editor: Editor, session: ShallowRef<Session | null>) {
  const all = computed(() => session.value?.steps ?? [])
  const own = computed(() => reachable(all.value))
  const done = () => own.value.filter(({ undone }) => !undone).length

  return {
    /** Includes the steps of other tabs, which cannot be selected. */
    steps: computed(() => all.value.filter((step) => !isOwn(step) || own.value.includes(step))),
    undoLabel: computed(() => nextStep(all.value, 'undo')?.label ?? null),
    redoLabel: computed(() => nextStep(all.value, 'redo')?.label ?? null),
    undo() {
      if (editor.stepBack()) return
      editor.forget()
      session.value?.step('undo')
    },
    redo: () => void (editor.stepForward() || session.value?.step('redo')),
    /** Number of this tab's steps that are applied afterwards. */
    goTo(count: number) {
      const distance = count - done()
      for (let step = 0; step < Math.abs(distance); step++) session.value?.step(distance < 0 ? 'undo' : 'redo')
    },
  }
}
