/** Image info of the open file, and which of its 16 bits are shown. The choice applies to the dataset and is remembered on this device. */
import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ImageInfo } from '@/contract/image'
import { rangeOf, type Range, type WindowLevel } from '@/core/image/highBitDepth/window'
import type { Ranges } from '../canvas/image/highBitDepthTiles'
import { readObject, writeJson } from '../../deviceStorage'

/** The full range of values, the range of most values, or a custom window. */
export type WindowChoice = 'full' | 'auto' | WindowLevel

export interface WindowLevelControl {
  facts: Readonly<ShallowRef<ImageInfo | null>>
  /** Null for images with 8 bits. */
  ranges: Readonly<ShallowRef<Ranges | null>>
  /** The range that is shown. */
  range: ComputedRef<Range | null>
  choice: Readonly<Ref<WindowChoice>>
  choose(choice: WindowChoice): void
  /** Called by the canvas when it opens an image. */
  open(facts: ImageInfo, ranges: Ranges | null): void
  close(): void
}

const STORED = 'atoll:annotator-windows'
const MOST = 200 // datasets whose choice is remembered

export function useWindowLevel(dataset: () => number | undefined): WindowLevelControl {
  const facts = shallowRef<ImageInfo | null>(null)
  const ranges = shallowRef<Ranges | null>(null)
  const choice = shallowRef<WindowChoice>('full')
  const range = computed(() => {
    if (!ranges.value) return null
    return choice.value === 'full' || choice.value === 'auto' ? ranges.value[choice.value] : rangeOf(choice.value)
  })
  return {
    facts,
    ranges,
    range,
    choice,
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
  const stored = Object.entries(readObject(STORED))
  return Object.fromEntries(stored.filter((entry): entry is [string, WindowChoice] => isChoice(entry[1])))
}

/** Drops the oldest choice above the limit. */
function keep(dataset: string, choice: WindowChoice) {
  const { [dataset]: _before, ...others } = kept()
  const list = Object.entries(others).slice(-MOST + 1)
  writeJson(STORED, { ...Object.fromEntries(list), ...(choice === 'full' ? {} : { [dataset]: choice }) })
}

function isChoice(value: unknown): value is WindowChoice {
  if (value === 'auto' || value === 'full') return true
  const { window, level } = (value ?? {}) as Partial<WindowLevel>
  return Number.isFinite(window) && Number.isFinite(level)
}
