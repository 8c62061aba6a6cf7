/** Recognises sentences of the server by their English templates, which are `locales/en/server.json`. */
import type { MessageKey } from './keys'

interface Template {
  key: MessageKey
  names: string[]
  pattern: RegExp
}

/** What a parameter looks like; of other names, anything. */
const LOOKS: Record<string, string> = {
  ...Object.fromEntries(
    ['count', 'id', 'image', 'width', 'height', 'was', 'high', 'most', 'annotations', 'removed', 'added'].map(
      (name) => [name, '([-\\d.,]+)'],
    ),
  ),
  ...Object.fromEntries(['skipped', 'refused', 'pixels', 'labelled'].map((name) => [name, '([-\\d.,]+)'])),
  images: '([\\d.,]+(?: images?)?)',
  state: '([a-z, ]+)',
}

let templates: Template[] = []

/** To be awaited before a language other than English is shown. */
export async function loadSentences(): Promise<void> {
  if (templates.length > 0) return
  const { default: english } = await import('./locales/en/server.json')
  templates = templatesOf(english)
}

/** Those with the most text of their own come first: a general one must not catch what a special one says. */
export function templatesOf(english: Record<string, string>): Template[] {
  return Object.entries(english)
    .map(([code, text]) => ({ own: text.replace(/\{\w+\}/g, '').length, template: templateOf(code, text) }))
    .sort((a, b) => b.own - a.own)
    .map(({ template }) => template)
}

function templateOf(code: string, text: string): Template {
  const plain = text.replaceAll("''", "'")
  const names = Array.from(plain.matchAll(/\{(\w+)\}/g), ([, name]) => name!)
  const literals = plain.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = literals.map((literal, at) => literal + (at < names.length ? (LOOKS[names[at]!] ?? '([^]+?)') : ''))
  return { key: `server.${code}` as MessageKey, names, pattern: new RegExp(`^${pattern.join('')}$`) }
}

/** The template of a sentence with the values in it. Names of tasks are short: what looks like one elsewhere is none. */
export function recognise(
  text: string,
  isTask: boolean,
  among: readonly Template[] = templates,
): { key: MessageKey; values: Record<string, string> } | null {
  for (const { key, names, pattern } of among) {
    if (key.startsWith('server.task.') !== isTask) continue
    const found = pattern.exec(text)
    if (found) return { key, values: Object.fromEntries(names.map((name, at) => [name, found[at + 1]!])) }
  }
  return null
}
