/** The texts of the page: `t('trash.title')`. Works in templates, stores and plain code; a template follows a change of language. */
import { createI18n } from 'vue-i18n'
import { readText, writeText } from '../deviceStorage'
import { useFormats } from './format'
import type { Message, MessageKey } from './keys'
import { chosenBy, formatTag, isLanguage, LANGUAGES, type Language, type PseudoLanguage } from './languages'
import type { Values } from './runtime'
import { loadSentences } from './sentences'

export type { Message, MessageKey } from './keys'

type Compiled = Record<string, (context: { values: Values }) => string>

/** Under `vite dev` and in builds for screenshots (`--mode screens`). */
export const hasPseudo = import.meta.env.DEV || import.meta.env.MODE === 'screens'

const loaders: Record<string, () => Promise<{ default: Compiled }>> = {
  en: () => import('virtual:messages/en'),
  zh: () => import('virtual:messages/zh'),
  es: () => import('virtual:messages/es'),
  ...(hasPseudo
    ? { 'en-XA': () => import('virtual:messages/en-XA'), 'ar-XB': () => import('virtual:messages/en') }
    : {}),
}

const i18n = createI18n<false>({
  legacy: false,
  locale: '',
  fallbackLocale: false,
  messages: {},
  messageResolver: (messages, key) => (messages as Compiled)[key] as never, // keys are flat
})
const { global } = i18n

export const t = (key: MessageKey, values?: Values): string => (values ? global.t(key, values) : global.t(key))

export const textOf = ({ key, values }: Message): string => t(key, values)

/** Whether there is a message of that name, for names that come from elsewhere: codes of errors. */
export const hasText = (key: string): key is MessageKey => global.te(key)

/** Reactive: '' before the first language is there. */
export const language = (): string => global.locale.value

const KEY = 'atoll:language'

/** The language chosen on this device; undefined: the browser decides. */
export function rememberedLanguage(): Language | PseudoLanguage | undefined {
  const value = readText(KEY)
  return isLanguage(value) || (hasPseudo && (value === 'en-XA' || value === 'ar-XB')) ? value : undefined
}

/** Loads a language's texts and shows the page in it. */
export async function showLanguage(language: Language | PseudoLanguage): Promise<void> {
  const [{ default: messages }] = await Promise.all([loaders[language]!(), language === 'en' ? null : loadSentences()])
  global.setLocaleMessage(language, messages as never)
  const preferred = globalThis.navigator?.languages ?? []
  useFormats(isLanguage(language) ? formatTag(language, preferred) : 'en')
  global.locale.value = language
  if (typeof document === 'undefined') return
  document.documentElement.lang = isLanguage(language) ? LANGUAGES[language].tag : 'en'
  document.documentElement.dir = language === 'ar-XB' ? 'rtl' : 'ltr'
}

/** To be awaited before anything is shown. */
export const startLanguage = (): Promise<void> => showLanguage(rememberedLanguage() ?? chosenBy(navigator.languages))

/** The user's choice, on this device; stores/language.ts also puts it among the preferences. */
export async function chooseLanguage(language: Language | PseudoLanguage): Promise<void> {
  await showLanguage(language)
  writeText(KEY, language)
}
