/** Which panels are open, and how shapes are shown; remembered on this device. On a narrow screen the panel starts closed. */
import { onScopeDispose, reactive, watch } from 'vue'
import { everythingShown, type Display } from '../editor/display'
import type { Editor } from '../editor/editor'
import { remember, remembered as stored } from './remember'

export interface Layout {
  panel: boolean
  minimap: boolean
  /** Sections of the panel that are folded, by name. */
  folded: Record<string, boolean>
}

const LAYOUT = 'atoll:annotator-layout'
const LOOK = 'atoll:annotator-look'
const NARROW = '(max-width: 719px)'

export function useLayout(): Layout {
  const narrow = window.matchMedia(NARROW).matches
  const layout = reactive(remembered<Layout>(LAYOUT, { panel: true, minimap: true, folded: { history: true, view: true, picture: true } }))
  if (narrow) layout.panel = false
  watch(layout, () => {
    if (!narrow) remember(LAYOUT, layout)
  })
  return layout
}

/** The picture itself is shown as it is on every visit. */
export function useLook(editor: Editor) {
  const { opacity, outlineOnly, colorBy, crossHair } = everythingShown
  const look = remembered(LOOK, { opacity, outlineOnly, colorBy, crossHair })
  editor.show(look)
  onScopeDispose(editor.on((part) => {
    if (part === 'display') remember(LOOK, lookOf(editor.display))
  }))
}

const lookOf = ({ opacity, outlineOnly, colorBy, crossHair }: Display) => ({ opacity, outlineOnly, colorBy, crossHair })

/** What is stored, where it is of the kind that is wanted. */
function remembered<T extends object>(key: string, wanted: T): T {
  const usable = Object.entries(stored(key, wanted)).filter(([name, value]) => typeof value === typeof wanted[name as keyof T] && value !== null)
  return { ...wanted, ...Object.fromEntries(usable) }
}
