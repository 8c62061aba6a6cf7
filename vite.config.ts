import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { apiDocument } from './build/apiDocument.ts'
import { contentPolicy } from './build/contentPolicy.ts'
import { emitEntrances, entrances } from './build/entrances.ts'
import { messages } from './build/messages/plugin.ts'
import { MODEL_FILES, modelFiles } from './build/modelFiles.ts'
import { HOST_HEADERS, hostHeaders } from './build/hostHeaders.ts'
import { notices } from './build/notices.ts'
import { webManifest } from './build/webManifest.ts'
import { contractWithoutWords, unusedModules } from './build/workerDiet.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const licences = notices()

const workerEntry = file('./src/server/main.ts')

/** The service worker: one classic script (decisions/0008), with a list of all files of the app in it. */
const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  filename: 'sw.js',
  injectRegister: false, // src/app/worker does it
  manifest: webManifest,
  injectManifest: {
    swSrc: workerEntry,
    rollupFormat: 'iife',
    globPatterns: ['**/*'],
    globIgnores: [...entrances, ...MODEL_FILES, HOST_HEADERS, 'sw.js', '.vite/**'],
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
  },
  integration: {
    configureCustomSWViteBuild(options) {
      const { build, define, plugins = [] } = options
      options.plugins = [...plugins, unusedModules(), contractWithoutWords(), licences.worker]
      // the plugin takes the entry's name from the result's, and ours differ
      Object.assign(build?.lib ?? {}, { entry: workerEntry })
      // zip.js asks for its address, which a classic script does not know in this way
      Object.assign(define ?? {}, { 'import.meta.url': 'location.href' })
    },
  },
  devOptions: { enabled: true, type: 'module' },
})

export default defineConfig({
  plugins: [
    vue(),
    messages(),
    apiDocument(),
    contentPolicy(),
    hostHeaders(),
    licences.page,
    emitEntrances(),
    modelFiles(),
    serviceWorker,
  ],
  resolve: {
    alias: [
      { find: '@', replacement: file('./src') },
      { find: 'tough-cookie', replacement: file('./src/server/shell/toughCookieStub.ts') },
      // its build without a compiler of messages: ours are functions already
      { find: /^vue-i18n$/, replacement: 'vue-i18n/dist/vue-i18n.runtime.mjs' },
      // its build for the browsers that we support; the usual one is for older ones
      { find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' },
      // without the loader of its WebAssembly inside: that is a file of its own (build/modelFiles.ts)
      { find: /^onnxruntime-web\/wasm$/, replacement: file('./node_modules/onnxruntime-web/dist/ort.wasm.min.mjs') },
    ],
  },
  define: {
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
  },
  build: { manifest: true, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  // the worker's imports are not found by looking at the page
  optimizeDeps: {
    include: [
      'msw',
      'dexie/dist/modern/dexie.mjs',
      'pica/pica_main',
      '@zip.js/zip.js/lib/zip-core-custom.js',
      'workbox-precaching',
      'zod',
    ],
  },
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/api/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/support/fastCheck.ts', 'tests/support/english.ts'],
    // a loaded machine is slow, which is not a failure
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
