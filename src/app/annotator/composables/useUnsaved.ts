/** Sends what is pending before the page goes on to something else. */
import { onScopeDispose, type ShallowRef } from 'vue'
import type { Editor } from '../editor/editor'
import type { SaveState } from '../save/queue'
import type { Session } from '../save/session'

const FLUSH_PATIENCE = 3_000 // milliseconds

/** Asks before the window is closed while changes are unsaved. `flush` answers false if they cannot be sent now. */
export function useUnsaved(editor: Editor, session: ShallowRef<Session | null>, saved: ShallowRef<SaveState>) {
  const guard = (event: BeforeUnloadEvent) => {
    editor.finish()
    if (saved.value !== 'saved') event.preventDefault()
  }
  window.addEventListener('beforeunload', guard)
  onScopeDispose(() => window.removeEventListener('beforeunload', guard))

  return async function flush(): Promise<boolean> {
    editor.finish()
    const { queue } = session.value ?? {}
    if (!queue) return true
    await Promise.race([queue.idle(), pause(FLUSH_PATIENCE)])
    return queue.state === 'saved'
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
