/** What the user prefers: src/contract/user.ts. */
import type { ImagePreferences, Preferences } from '@/contract/user'
import { request } from './client'

export const preferencesApi = {
  /** How pictures are added. */
  pictures: async (): Promise<ImagePreferences> => (await request<Preferences>('GET', '/user/preferences')).pictures ?? {},

  /** The other preferences stay. */
  async setPictures(pictures: ImagePreferences): Promise<void> {
    const all = await request<Preferences>('GET', '/user/preferences')
    await request<Preferences>('PUT', '/user/preferences', { json: { ...all, pictures } })
  },
}
