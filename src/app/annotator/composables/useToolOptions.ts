/** Remembers tool options on this device. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import type { OptionValue, OptionValues } from '../tools/options'

const KEY = 'atoll:tool-options'

export function useToolOptions(editor: Editor) {
  editor.setOptions(remembered())
  onScopeDispose(
    editor.on((part) => {
      if (part === 'options') remember(editor.options)
    }),
  )
}

function remember(values: OptionValues) {
  try {
    localStorage.setItem(KEY, JSON.stringify(values))
  } catch {
    // storage is full or blocked: the options last until the page is closed
  }
}

/** Values are checked when they are read, because options change between versions. */
function remembered(): OptionValues {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, OptionValue>) : {}
  } catch {
    return {}
  }
}
