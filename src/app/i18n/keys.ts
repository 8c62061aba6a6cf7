/** The keys of all messages, from the English catalogue: a wrong key does not compile. A new file of messages is named here. */
import type app from './locales/en/app.json'
import type models from './locales/en/models.json'
import type definitions from './locales/en/definitions.json'
import type storage from './locales/en/storage.json'
import type trash from './locales/en/trash.json'

interface Catalogue {
  app: typeof app
  models: typeof models
  definitions: typeof definitions
  storage: typeof storage
  trash: typeof trash
}

export type MessageKey = { [Screen in keyof Catalogue]: `${Screen}.${keyof Catalogue[Screen] & string}` }[keyof Catalogue]

/** A message that is not put into words yet: what code without a language passes on, such as the annotator's tools. */
export interface Message {
  key: MessageKey
  values?: Record<string, string | number>
}
