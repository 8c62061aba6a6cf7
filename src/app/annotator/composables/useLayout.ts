/** Open panels and view settings, remembered on this device. On a narrow screen the panel starts closed. */
import { onScopeDispose, reactive, watch } from 'vue'
import { everythingShown, type Display } from '../editor/display'
import type { Editor } from '../editor/editor'
import { readObject, writeJson } from '../../deviceStorage'

export interface Layout {
  panel: boolean
  minimap: boolean
  /** The row of small images below the canvas. */
  filmstrip: boolean
  /** One line on how to use the tool. */
  hints: boolean
  /** Zoom and position stay from image to image. */
  keepView: boolean
  /** Names of the folded sections of the panel. */
  folded: Record<string, boolean>
}

const LAYOUT = 'atoll:annotator-layout'
const LOOK = 'atoll:annotator-look'
const NARROW = '(max-width: 719px)'

export function useLayout(): Layout {
  const narrow = window.matchMedia(NARROW).matches
  const layout = reactive(
    remembered<Layout>(LAYOUT, {
      panel: true,
      minimap: true,
      filmstrip: false,
      keepView: false,
      hints: true,
      folded: { history: true, view: true, picture: true },
    }),
  )
  if (narrow) layout.panel = false
  watch(layout, () => {
    if (!narrow) writeJson(LAYOUT, layout)
  })
  return layout
}

/** Image settings (brightness, contrast, gamma) are not remembered. */
export function useLook(editor: Editor) {
  const look = remembered(LOOK, lookOf(everythingShown))
  editor.show(look)
  onScopeDispose(
    editor.on((part) => {
      if (part === 'display') writeJson(LOOK, lookOf(editor.display))
    }),
  )
}

const lookOf = ({ opacity, outlineOnly, colorBy, crossHair, labels }: Display) => ({
  opacity,
  outlineOnly,
  colorBy,
  crossHair,
  labels,
})

/** Reads a stored value if it has the expected type. */
function remembered<T extends object>(key: string, wanted: T): T {
  const usable = Object.entries(readObject(key)).filter(
    ([name, value]) => typeof value === typeof wanted[name as keyof T] && value !== null,
  )
  return { ...wanted, ...Object.fromEntries(usable) }
}
