/** Short messages below the canvas. They disappear after a time that grows with their length. */
import { shallowRef } from 'vue'
import type { Notice } from '../annotator'
import type { NoticeAction } from '../save/ports'
import { saidText, type Said } from '../texts'

const SHORTEST = 4_000 // milliseconds
const PER_CHARACTER = 60
/** Milliseconds that messages with a button stay. */
const TO_DECIDE = 10_000

export function useNotices() {
  const notices = shallowRef<readonly Notice[]>([])
  let last = 0

  const dismiss = (id: number) => (notices.value = notices.value.filter((notice) => notice.id !== id))

  function notify(said: Said, action?: NoticeAction) {
    const message = saidText(said)
    const id = ++last
    notices.value = [...notices.value.filter((notice) => notice.message !== message), { id, message, action }]
    setTimeout(() => dismiss(id), SHORTEST + message.length * PER_CHARACTER + (action ? TO_DECIDE : 0))
  }

  /** What is said of an image goes with it. */
  const dismissAll = () => (notices.value = [])

  return { notices, notify, dismiss, dismissAll }
}
