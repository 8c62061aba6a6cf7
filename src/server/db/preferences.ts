/** The user's preferences: arbitrary keys and values in one record. */
import { badRequest } from '@/contract/errors'
import { db } from './store/schema'
import { write } from './store/write'

type Values = Record<string, unknown>

const NAME = 'user'
const VERSION = 1

/** Most characters of JSON. */
const MAX_LENGTH = 1_000_000

export const preferences = {
  read: async (): Promise<Values> => (await db.preferences.get(NAME))?.values ?? {},

  fit: (values: Values): boolean => JSON.stringify(values).length <= MAX_LENGTH,

  replace: (values: Values): Promise<Values> =>
    write(async () => {
      if (!preferences.fit(values))
        throw badRequest('These preferences are more than a megabyte of JSON: keep less in them.')
      await db.preferences.put({ name: NAME, version: VERSION, values })
      return values
    }),
}
