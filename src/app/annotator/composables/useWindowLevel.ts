/** What the file of the open picture says, and which of its 16 bits are shown: chosen for a dataset, remembered on this device. */
import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ImageInfo } from '@/contract/image'
import { rangeOf, type Range, type WindowLevel } from '@/core/image/highBitDepth/window'
import type { Ranges } from '../canvas/image/highBitDepthTiles'
import { remember, remembered } from './remember'

/** All that the picture can have, what most of it has, or a window of one's own. */
export type WindowChoice = 'full' | 'auto' | WindowLevel

export interface WindowLevelControl {
  facts: Readonly<ShallowRef<ImageInfo | null>>
  /** Null for a picture of 8 bits. */
  ranges: Readonly<ShallowRef<Ranges | null>>
  /** What is shown. */
  range: ComputedRef<Range | null>
  choice: Readonly<Ref<WindowChoice>>
  choose(choice: WindowChoice): void
  /** The canvas has opened a picture, or closed it. */
  open(facts: ImageInfo, ranges: Ranges | null): void
  close(): void
}

const STORED = 'atoll:annotator-windows'
const MOST = 200 // datasets whose choice is kept

export function useWindowLevel(dataset: () => number | undefined): WindowLevelControl {
  const facts = shallowRef<ImageInfo | null>(null)
  const ranges = shallowRef<Ranges | null>(null)
  const choice = shallowRef<WindowChoice>('full')
  const range = computed(() => {
    if (!ranges.value) return null
    return choice.value === 'full' || choice.value === 'auto' ? ranges.value[choice.value] : rangeOf(choice.value)
  })
  return {
    facts, ranges, range, choice,
    choose(chosen) {
      choice.value = chosen
      const id = dataset()
      if (id !== undefined) keep(String(id), chosen)
    },
    open(opened, found) {
      choice.value = kept()[String(dataset())] ?? 'full'
      facts.value = opened
      ranges.value = found
    },
    close: () => void (facts.value = ranges.value = null),
  }
}

function kept(): Record<string, WindowChoice> {
  const stored = Object.entries(remembered<Record<string, unknown>>(STORED, {}))
  return Object.fromEntries(stored.filter((entry): entry is [string, WindowChoice] => isChoice(entry[1])))
}

/** Of too many datasets the oldest goes. */
function keep(dataset: string, choice: WindowChoice) {
  const { [dataset]: _before, ...others } = kept()
  const list = Object.entries(others).slice(-MOST + 1)
  remember(STORED, { ...Object.fromEntries(list), ...(choice === 'full' ? {} : { [dataset]: choice }) })
}

function isChoice(value: unknown): value is WindowChoice {
  if (value === 'auto' || value === 'full') return true
  const { window, level } = (value ?? {}) as Partial<WindowLevel>
  return Number.isFinite(window) && Number.isFinite(level)
}
