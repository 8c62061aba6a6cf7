/** Toast messages, some with an Undo button. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { t } from '../i18n'

export interface Message {
  id: number
  text: string
  kind: 'info' | 'problem'
  action?: { label: string; run: () => void }
  /** Undo restores from the trash, so it is removed once the trash changes. */
  isOfTrash?: boolean
}

const SHORTEST = 5_000 // milliseconds
const PER_CHARACTER = 60

export const useMessages = defineStore('messages', () => {
  const list = shallowRef<readonly Message[]>([])
  let last = 0

  const dismiss = (id: number) => void (list.value = list.value.filter((message) => message.id !== id))

  function add(message: Omit<Message, 'id'>) {
    const id = ++last
    list.value = [...list.value.filter(({ text }) => text !== message.text), { ...message, id }].slice(-4)
    // errors stay until they are dismissed
    if (message.kind === 'info') setTimeout(() => dismiss(id), SHORTEST + message.text.length * PER_CHARACTER)
  }

  return {
    list,
    dismiss,
    say: (text: string, action?: Message['action']) => add({ text, kind: 'info', action }),
    sayTrashed: (text: string, restore: () => void) =>
      add({ text, kind: 'info', action: { label: t('app.undo'), run: restore }, isOfTrash: true }),
    /** Removes messages whose Undo no longer applies. */
    dropTrashed: () => void (list.value = list.value.filter(({ isOfTrash }) => !isOfTrash)),
    complain: (text: string) => add({ text, kind: 'problem' }),
  }
})
