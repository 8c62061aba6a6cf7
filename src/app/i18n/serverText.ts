/** What the server says, in the reader's language: names of tasks, lines of logs, notes of imports, problems, losses. */
import type { Loss } from '@/contract/formats'
import { hasText, language, t } from '.'
import { recognise } from './sentences'

/** Sentences within sentences, as the reason of a refusal. */
const DEPTH = 3

/** Sentences that no catalogue has stay in English. */
export const serverText = (text: string): string => translated(text, false, DEPTH)

export const taskName = (name: string): string => translated(name, true, DEPTH)

function translated(text: string, isTask: boolean, depth: number): string {
  if (language() === 'en' || depth === 0) return text
  const found = recognise(text, isTask)
  if (!found) return text
  const isInner = found.key === 'server.task.undo'
  const values = Object.entries(found.values).map(([name, value]) => [name, translated(value, isInner, depth - 1)])
  return t(found.key, Object.fromEntries(values) as Record<string, string>)
}

/** By the code of the loss; of codes that this page does not know, as the server says it. */
export function lossText({ code, params, count, message }: Loss): string {
  const key = `losses.${code}`
  return hasText(key) ? t(key, { ...params, count }) : message
}
