/** What the keys do in the grid. */
import type { Ref } from 'vue'
import type { Layout } from './layout'
import type { ImageList } from './useImageList'
import type { Selection } from './useSelection'

interface Options {
  list: ImageList
  selection: Selection
  layout: Readonly<Ref<Layout>>
  current: Readonly<Ref<number>>
  focus: (index: number) => Promise<void>
  open: (index: number) => void
  remove: () => void
}

export function useGridKeys({ list, selection, layout, current, focus, open, remove }: Options) {
  const screen = () =>
    Math.max(1, Math.floor((window.innerHeight - 200) / layout.value.rowHeight)) * layout.value.columns
  const steps: Record<string, () => number> = {
    ArrowRight: () => 1,
    ArrowLeft: () => -1,
    ArrowDown: () => layout.value.columns,
    ArrowUp: () => -layout.value.columns,
    PageDown: screen,
    PageUp: () => -screen(),
    Home: () => -Infinity,
    End: () => Infinity,
  }

  function move(step: number, isExtending: boolean) {
    const from = current.value
    const next = Math.min(list.total.value - 1, Math.max(0, from + step))
    void focus(next)
    if (isExtending) void selection.extendTo(next, from)
  }

  function toggle(isRange: boolean) {
    const image = list.at(current.value)
    if (isRange) void selection.extendTo(current.value)
    else if (image) selection.toggle(current.value, image.id)
  }

  function keyDown(event: KeyboardEvent) {
    const step = steps[event.key]
    const isCommand = event.ctrlKey || event.metaKey
    const hasSelection = selection.ids.value.size > 0
    if (event.altKey) return
    if (step) move(step(), event.shiftKey)
    else if (event.key === ' ') toggle(event.shiftKey)
    else if (event.key === 'Enter') open(current.value)
    else if (isCommand && event.key.toLowerCase() === 'a') void selection.all()
    else if (event.key === 'Escape' && hasSelection) selection.clear()
    else if (event.key === 'Delete' && hasSelection) remove()
    else return
    event.preventDefault()
  }

  return { keyDown }
}
