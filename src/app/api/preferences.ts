/** What the user prefers: src/contract/user.ts. */
import type { PicturePreferences, Preferences } from '@/contract/user'
import { request } from './client'

export const preferencesApi = {
  /** How pictures are added. */
  pictures: async (): Promise<PicturePreferences> => (await request<Preferences>('GET', '/user/preferences')).pictures ?? {},

  /** The other preferences stay. */
  async setPictures(pictures: PicturePreferences): Promise<void> {
    const all = await request<Preferences>('GET', '/user/preferences')
    await request<Preferences>('PUT', '/user/preferences', { json: { ...all, pictures } })
  },
}
