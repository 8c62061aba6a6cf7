/** Which panels are open; remembered on this device. On a narrow screen the panel lies over the picture and starts closed. */
import { reactive, watch } from 'vue'

export interface Layout {
  panel: boolean
  crossHair: boolean
}

const KEY = 'atoll:annotator-layout'
const NARROW = '(max-width: 719px)'

export function useLayout(): Layout {
  const narrow = window.matchMedia(NARROW).matches
  const layout = reactive<Layout>({ panel: true, crossHair: true, ...remembered() })
  if (narrow) layout.panel = false
  watch(layout, () => {
    if (!narrow) localStorage.setItem(KEY, JSON.stringify(layout))
  })
  return layout
}

function remembered(): Partial<Layout> {
  try {
    const { panel } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Layout>
    return typeof panel === 'boolean' ? { panel } : {}
  } catch {
    return {}
  }
}
