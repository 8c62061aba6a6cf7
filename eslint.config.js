// Lint rules, and the import zones: core <- contract <- { server, app }.
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { noRawText } from './build/messages/lint.mjs'

/** Forbids imports whose path matches one of the patterns, with a message that says why. */
const zone = (files, ...bans) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: bans.map(([regex, message]) => ({ regex, message })) },
    ],
  },
})

const LIBRARIES = '^(vue|pinia|vue-router|dexie|msw|pica|@zip\\.js|reka-ui|@lucide)(/|$)'
const SERVER = '(^@/|/)server(/|$)'
const APP = '(^@/|/)app(/|$)'
const CONTRACT = '(^@/|/)contract(/|$)'

export default ts.config(
  { ignores: ['dist*/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } },
  },
  {
    languageOptions: { globals: {} },
    rules: {
      'no-undef': 'off', // TypeScript knows the globals of each world
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['tests/**', 'build/**', '*.config.*'], rules: { 'no-console': 'off' } },
  zone(
    ['src/core/**'],
    [LIBRARIES, 'core is pure: data in, data out. Effects live in server or app.'],
    [SERVER, 'core knows nothing of the server.'],
    [APP, 'core knows nothing of the app.'],
    [CONTRACT, 'core is below contract: contract imports core, never the other way.'],
  ),
  zone(
    ['src/contract/**'],
    [LIBRARIES, 'contract holds schemas and types only.'],
    [SERVER, 'contract is what server and app agree on; it knows neither.'],
    [APP, 'contract is what server and app agree on; it knows neither.'],
  ),
  zone(
    ['src/server/**'],
    ['^(vue|pinia|vue-router|reka-ui|@lucide)(/|$)', 'The server has no user interface.'],
    [APP, 'The server never imports the app; share through contract or core.'],
  ),
  zone(
    ['src/server/handlers/**'],
    ['^dexie(/|$)', 'Handlers call repositories; only db/ knows Dexie.'],
    [APP, 'The server never imports the app; share through contract or core.'],
  ),
  zone(
    ['src/server/db/**', 'src/server/tasks/**', 'src/server/images/**', 'src/server/archive/**'],
    ['^msw(/|$)', 'Only handlers/ and shell/answerApi.ts know msw.'],
    ['/handlers(/|$)', 'Repositories and tasks are below the handlers.'],
    [APP, 'The server never imports the app; share through contract or core.'],
  ),
  zone(
    ['src/app/**'],
    ['^(dexie|msw|pica|@zip\\.js)(/|$)', 'The app talks to the API (src/app/api), never to the store.'],
    [SERVER, 'The app never imports the server; share through contract or core.'],
  ),
  zone(
    ['src/app/annotator/tools/**'],
    ['^(vue|pinia|vue-router|dexie|msw|reka-ui)(/|$)', 'A tool knows the editor and core, nothing else.'],
    ['(^@/app|\\.\\.)/(api|stores|components|pages)(/|$)', 'A tool knows the editor and core, nothing else.'],
    [SERVER, 'The app never imports the server; share through contract or core.'],
  ),
  // the folders whose text is in the catalogues
  noRawText(['src/app/App.vue', 'src/app/router.ts', 'src/app/i18n/**', 'src/app/components/AppHeader.vue', 'src/app/components/LanguageMenu.vue', 'src/app/pages/TrashPage.vue']),
)
