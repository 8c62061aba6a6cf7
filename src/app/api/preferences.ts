/** What the user prefers: src/contract/user.ts. */
import type { ImagePreferences, Preferences } from '@/contract/user'
import { request } from './client'

export const preferencesApi = {
  /** How images are added. */
  images: async (): Promise<ImagePreferences> =>
    (await request<Preferences>('GET', '/user/preferences')).pictures ?? {},

  setImages: (pictures: ImagePreferences): Promise<void> => change({ pictures }),

  /** Of the page; undefined while the browser decides. */
  language: async (): Promise<string | undefined> => (await request<Preferences>('GET', '/user/preferences')).language,

  setLanguage: (language: string): Promise<void> => change({ language }),
}

/** The other preferences stay. */
async function change(some: Partial<Preferences>): Promise<void> {
  const all = await request<Preferences>('GET', '/user/preferences')
  await request<Preferences>('PUT', '/user/preferences', { json: { ...all, ...some } })
}
