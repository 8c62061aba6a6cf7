/** Light, dark or system theme, remembered on this device. */
import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'
import { readText, writeText } from '../deviceStorage'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'atoll:theme'

export const useTheme = defineStore('theme', () => {
  const stored = readText(KEY) as Theme | null
  const theme = ref<Theme>(stored && THEMES.includes(stored) ? stored : 'system')

  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
    writeText(KEY, theme.value)
  })

  const next = () => (theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!)

  return { theme, next }
})
