/** Records the working time of each gesture. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import { Stopwatch } from './stopwatch'

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const

export function useStopwatch(editor: Editor): Stopwatch {
  const stopwatch = new Stopwatch()
  const stop = new AbortController()
  for (const sign of SIGNS_OF_LIFE)
    window.addEventListener(sign, stopwatch.touch, { signal: stop.signal, passive: true, capture: true })
  onScopeDispose(() => stop.abort())
  editor.takeTime = stopwatch.take
  return stopwatch
}
