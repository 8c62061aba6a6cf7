/** What makes the app installable, and lets it open files from the desktop. Addresses are relative to the manifest. */
import type { ManifestOptions } from 'vite-plugin-pwa'

export const webManifest: Partial<ManifestOptions> = {
  name: 'Atoll',
  short_name: 'Atoll',
  description: 'Label images in the browser: no account, no upload, works offline.',
  lang: 'en',
  display: 'standalone',
  theme_color: '#0a4a63',
  background_color: '#f7f8fa',
  categories: ['productivity', 'graphics'],
  icons: [
    { src: 'icons/atoll-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/atoll-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/atoll-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icons/atoll.svg', sizes: 'any', type: 'image/svg+xml' },
  ],
  file_handlers: [{ action: '.', accept: { 'application/json': ['.json'], 'application/zip': ['.zip'] } }],
}
