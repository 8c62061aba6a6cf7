/** Keys typed between the moment a dialog is asked for and the moment its field has the focus. */
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

/**
 * Collects what is typed while a dialog loads, so that nothing is lost.
 *
 * @param open - whether the dialog is asked for; the text is emptied each time this changes
 * @returns the text so far; a line break stands for Enter
 */
export function useTypeAhead(open: () => boolean): Ref<string> {
  const text = ref('')
  watch(open, () => (text.value = ''), { flush: 'sync' })
  function collect(event: KeyboardEvent) {
    if (!open() || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return
    if (event.key === 'Enter') text.value += '\n'
    else if (event.key === 'Backspace') text.value = text.value.slice(0, -1)
    else if (event.key.length === 1) text.value += event.key
    else return
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', collect))
  onBeforeUnmount(() => window.removeEventListener('keydown', collect))
  return text
}
