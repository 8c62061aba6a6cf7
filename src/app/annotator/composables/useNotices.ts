/** Short messages over the canvas. They go by themselves, later the longer they are. */
import { shallowRef } from 'vue'
import type { Notice } from '../annotator'

const SHORTEST = 4_000 // milliseconds
const PER_CHARACTER = 60

export function useNotices() {
  const notices = shallowRef<readonly Notice[]>([])
  let last = 0

  const dismiss = (id: number) => (notices.value = notices.value.filter((notice) => notice.id !== id))

  function notify(message: string) {
    const id = ++last
    notices.value = [...notices.value.filter((notice) => notice.message !== message), { id, message }]
    setTimeout(() => dismiss(id), SHORTEST + message.length * PER_CHARACTER)
  }

  return { notices, notify, dismiss }
}
