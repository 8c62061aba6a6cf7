/** The languages of the page. */
export const LANGUAGES = {
  en: { name: 'English', tag: 'en' },
  zh: { name: '简体中文', tag: 'zh-Hans' },
  es: { name: 'Español', tag: 'es' },
} as const

export type Language = keyof typeof LANGUAGES
/** `en-XA` shows what is untranslated or too narrow, `ar-XB` is English from right to left: for development and screenshots. */
export type PseudoLanguage = 'en-XA' | 'ar-XB'

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(LANGUAGES, value)

/** The first of the browser's languages that we have, else English. */
export const chosenBy = (preferred: readonly string[]): Language =>
  preferred.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en'

/** The browser's own tag where it is of that language, so that numbers and dates look as on the rest of the device: "en-GB". */
export const formatTag = (language: Language, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? LANGUAGES[language].tag
