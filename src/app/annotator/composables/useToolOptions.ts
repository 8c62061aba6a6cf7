/** Remembers tool options on this device. */
import { onScopeDispose } from 'vue'
import { readObject, writeJson } from '../../deviceStorage'
import type { Editor } from '../editor/editor'
import type { OptionValues } from '../tools/options'

const KEY = 'atoll:tool-options'

export function useToolOptions(editor: Editor) {
  // values are checked where they are used, because options change between versions
  editor.setOptions(readObject(KEY) as OptionValues)
  onScopeDispose(
    editor.on((part) => {
      if (part === 'options') writeJson(KEY, editor.options)
    }),
  )
}
