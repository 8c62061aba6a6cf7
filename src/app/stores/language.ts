/** The page's language: chosen by the browser until the user chooses; remembered on this device and among the preferences. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { chooseLanguage, language, rememberedLanguage, showLanguage } from '../i18n'
import { isLanguage, type Language, type PseudoLanguage } from '../i18n/languages'
import { preferencesApi } from '../api/preferences'

export const useLanguage = defineStore('language', () => {
  /** The choice of a restored backup applies if none was made on this device. */
  async function followPreferences(): Promise<void> {
    if (rememberedLanguage()) return
    const preferred = await preferencesApi.language()
    if (isLanguage(preferred) && preferred !== language()) await showLanguage(preferred)
  }

  async function choose(chosen: Language | PseudoLanguage): Promise<void> {
    await chooseLanguage(chosen)
    if (isLanguage(chosen)) await preferencesApi.setLanguage(chosen)
  }

  return { current: computed(language), choose, followPreferences }
})
