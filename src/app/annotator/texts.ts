/** The names of tools, actions, options and steps in the reader's language: they are found by what each is called in the code. */
import { hasText, t, textOf, type Message } from '../i18n'
import type { Tool } from './tools/tool'
import type { ToolOption } from './tools/options'

/** What is told in passing: a message of the catalogue, or a text that came from elsewhere, such as the reason of an error. */
export type Said = Message | string

export const saidText = (said: Said): string => (typeof said === 'string' ? said : textOf(said))

/** The message of that name. A new tool, action or option needs one: tests/unit/app/annotator/texts.test.ts. */
const named = (key: string): string => (hasText(key) ? t(key) : key)

export const toolText = ({ id }: Pick<Tool, 'id'>): string => named(`tools.${id}`)

/** One line on how to use it. */
export const toolHint = ({ id }: Pick<Tool, 'id'>): string => named(`tools.${id}.hint`)

/** What the option is called, or one of its choices. */
export const optionText = ({ id }: Pick<ToolOption, 'id'>, choice?: string): string =>
  named(choice === undefined ? `options.${id}` : `options.${id}.${choice}`)

export function actionText(id: string): string {
  const [, kind, rest = ''] = /^(tool|category)-(.+)$/.exec(id) ?? []
  if (kind === 'tool') return named(`tools.${rest}`)
  return kind === 'category' ? t('actions.category', { number: Number(rest) }) : named(`actions.${id}`)
}

/**
 * A step of the history. It is stored as a short English label, which serves as its code: "Paste 3 annotations" is
 * `steps.paste-n-annotations` with the count 3. Labels of other clients are shown as they are.
 */
export function stepText(label: string): string {
  const [count] = /\d+/.exec(label) ?? []
  const code = `steps.${label
    .toLowerCase()
    .replace(/\d+/, 'n')
    .replace(/[^a-z]+/g, '-')}`
  if (!hasText(code)) return label
  return count === undefined ? t(code) : t(code, { count: Number(count) })
}
