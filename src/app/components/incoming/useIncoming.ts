/** Handles drops anywhere on the page and pasted files. `over` is true while files are dragged over the page. */
import { onMounted, onUnmounted, ref } from 'vue'
import type { IncomingFile } from '../../api/images'
import { messageOf } from '../../api/client'
import { t } from '../../i18n'
import { useMessages } from '../../stores/messages'
import { useUploads } from '../../stores/uploads'
import { filesOfDrop, filesOfPaste } from './read'

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')

export function useIncoming(take: (files: IncomingFile[]) => void) {
  const [uploads, messages] = [useUploads(), useMessages()]
  const over = ref(false)
  const stop = new AbortController()

  function dragOver(event: DragEvent) {
    if (!hasFiles(event.dataTransfer)) return
    event.preventDefault()
    over.value = true
  }

  function dragLeave({ relatedTarget }: DragEvent) {
    if (relatedTarget === null) over.value = false
  }

  async function drop(event: DragEvent) {
    over.value = false
    if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return
    event.preventDefault()
    try {
      const files = await filesOfDrop(event.dataTransfer, (count) => (uploads.looking = count))
      if (files.length > 0) take(files)
      else messages.say(t('dataset.nothingDropped'))
    } catch (error) {
      messages.complain(t('dataset.folderFailed', { reason: messageOf(error) }))
    } finally {
      uploads.looking = null
    }
  }

  function paste(event: ClipboardEvent) {
    const files = isTyping(event.target) ? [] : filesOfPaste(event.clipboardData)
    if (files.length > 0) take(files)
  }

  onMounted(() => {
    const options = { signal: stop.signal }
    window.addEventListener('dragover', dragOver, options)
    window.addEventListener('dragleave', dragLeave, options)
    window.addEventListener('drop', (event) => void drop(event), options)
    window.addEventListener('paste', paste, options)
  })
  onUnmounted(() => stop.abort())

  return { over }
}
