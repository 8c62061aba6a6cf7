// Lint rules, and the import zones: core <- contract <- { server, app }.
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'
import { importZones } from './build/importZones.mjs'
import { noRawNotices, noRawText } from './build/messages/lint.mjs'

/** Where steps of the annotator's history are named. */
const STEPS = ['src/app/annotator/tools/**', 'src/app/annotator/operations/**', 'src/app/annotator/editor/**']

/** Errors there name a defect of ours to developers; what a user can meet is put into words where it is caught. */
const DEVELOPERS = ['src/app/models/runtime/**', 'src/app/api/models.ts', 'src/app/trustedTypes.ts']

export default ts.config(
  { ignores: ['dist*/', 'node_modules/', 'test-results/', 'playwright-report/', 'coverage/'] },
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
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
    },
  },
  { files: ['tests/**', 'build/**', '*.config.*'], rules: { 'no-console': 'off' } },
  {
    // a forgotten await is lost work: promises are awaited, returned, or marked with `void`
    files: ['src/**/*.ts', 'src/**/*.vue'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.base.json' })],
      'import-x/extensions': ['.ts'],
    },
    // a circle of files cannot be understood one file at a time
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  {
    // it throws where storage is full or forbidden
    files: ['src/app/**'],
    ignores: ['src/app/deviceStorage.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'localStorage', message: 'Use src/app/deviceStorage.ts.' }] },
  },
  {
    // schemas bring zod with them, which is a fifth of the first page
    files: ['src/app/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@/contract/(?!errors$|limits$|channels/|models/shippedModels$)',
              allowTypeImports: true,
              message: 'Import types of the contract only. Values that the page needs belong into contract/limits.ts.',
            },
          ],
        },
      ],
    },
  },
  prettier, // the formatter's business is not the linter's
  ...importZones,
  // the folders whose text is in the catalogues
  noRawText(['src/app/**'], [...STEPS, ...DEVELOPERS]),
  noRawNotices(STEPS),
)
