/** The colours of the page as canvases need them: resolved, and again when the page turns dark or light. */
import { onMounted, onScopeDispose, shallowRef } from 'vue'

export interface PlotColors {
  ink: string
  quiet: string
  line: string
  surface: string
  accent: string
  /** For values beside each other. */
  series: string[]
  /** Of a cell: 0 to 1. */
  heat: (share: number) => string
}

const NAMES = {
  ink: '--ink',
  quiet: '--ink-quiet',
  line: '--border',
  surface: '--surface',
  accent: '--accent',
} as const

/** Tell themselves apart also for people who see no red or no green (Okabe and Ito, darker or lighter by theme). */
const SERIES = [
  'light-dark(#0b6e82, #5cc8dc)',
  'light-dark(#b35900, #f0a860)',
  'light-dark(#6a3d9a, #c3a6ea)',
  'light-dark(#22793c, #69d085)',
  'light-dark(#a3266b, #f29ac6)',
]

function readColors(): PlotColors {
  const probe = document.body.appendChild(document.createElement('span'))
  const resolve = (color: string) => {
    probe.style.color = color
    return getComputedStyle(probe).color
  }
  const named = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, resolve(`var(${name})`)]))
  const series = SERIES.map(resolve)
  probe.remove()
  const { accent } = named as Record<keyof typeof NAMES, string>
  const channels = accent!
    .match(/[\d.]+/g)!
    .slice(0, 3)
    .join()
  const heat = (share: number) => `rgba(${channels},${share === 0 ? 0.04 : 0.12 + 0.88 * Math.sqrt(share)})`
  return { ...(named as Record<keyof typeof NAMES, string>), series, heat }
}

export function useColors() {
  const colors = shallowRef<PlotColors>()
  const read = () => (colors.value = readColors())
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const themes = new MutationObserver(read)
  onMounted(() => {
    read()
    dark.addEventListener('change', read)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  })
  onScopeDispose(() => {
    dark.removeEventListener('change', read)
    themes.disconnect()
  })
  return colors
}
