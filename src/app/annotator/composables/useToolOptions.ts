/** The options of the tools are remembered on this device. */
import { onScopeDispose } from 'vue'
import type { Editor } from '../editor/editor'
import type { OptionValue, OptionValues } from '../tools/options'

const KEY = 'atoll:tool-options'

export function useToolOptions(editor: Editor) {
  editor.setOptions(remembered())
  onScopeDispose(editor.on((part) => {
    if (part === 'options') remember(editor.options)
  }))
}

function remember(values: OptionValues) {
  try {
    localStorage.setItem(KEY, JSON.stringify(values))
  } catch {
    // No room or no permission: they hold until the page is closed.
  }
}

/** Whether a value is allowed is asked when it is read: tools change. */
function remembered(): OptionValues {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, OptionValue>) : {}
  } catch {
    return {}
  }
}
