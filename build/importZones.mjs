// @ts-check
/**
 * Import zones: which folder may import what. A folder has the bans of all folders above it and its own, composed into one
 * list, since ESLint lets a later configuration replace an earlier one. tests/unit/build/importZones.test.ts tries each ban.
 */

/** @typedef {{ pattern: string, reason: string, example: string }} Ban `pattern`: a regular expression over the import path. `example`: an import that it refuses. */

/** @param {string} names @param {string} reason @param {string} example @returns {Ban} */
const libraries = (names, reason, example) => ({ pattern: `^(${names})(/|$)`, reason, example })

/** @param {string} names @param {string} reason @param {string} example @returns {Ban} */
const folders = (names, reason, example) => ({ pattern: `(^@/|/)(${names})(/|$)`, reason, example })

const INTERFACE = 'vue|pinia|vue-router|reka-ui|@lucide|vue-i18n'
const STORAGE = 'dexie|msw|pica|@zip\\.js'

/** Bans by folder; those of `src/server` hold in `src/server/db` too. @type {Record<string, Ban[]>} */
export const zones = {
  'src/core': [
    libraries(`${INTERFACE}|${STORAGE}`, 'core is pure: data in, data out. Effects live in server or app.', 'dexie'),
    folders('server|app', 'core is below server and app; they import it.', '@/server/base'),
    folders('contract', 'core is below contract: contract imports core, never the other way.', '@/contract/errors'),
  ],
  'src/contract': [
    libraries(`${INTERFACE}|${STORAGE}`, 'contract holds schemas and types only.', 'vue'),
    folders('server|app', 'contract is what server and app agree on; it knows neither.', '@/app/router'),
  ],
  'src/server': [
    libraries(INTERFACE, 'The server has no user interface.', 'vue'),
    folders('app', 'The server never imports the app; share through contract or core.', '@/app/router'),
  ],
  'src/server/handlers': [libraries('dexie', 'Handlers call repositories; only db/ knows Dexie.', 'dexie')],
  'src/server/db': [
    libraries('msw', 'Only handlers/ and shell/answerApi.ts know msw.', 'msw'),
    { pattern: '/handlers(/|$)', reason: 'Repositories are below the handlers.', example: '../handlers/index' },
  ],
  ...Object.fromEntries(
    ['tasks', 'images', 'archive', 'export', 'backup'].map((folder) => [
      `src/server/${folder}`,
      [
        libraries('dexie', 'Only db/ knows Dexie: call a repository.', 'dexie'),
        libraries('msw', 'Only handlers/ and shell/answerApi.ts know msw.', 'msw'),
        {
          pattern: '/handlers(/|$)',
          reason: 'Handlers call this folder, never the other way.',
          example: '../handlers/index',
        },
      ],
    ]),
  ),
  'src/app': [
    libraries(STORAGE, 'The app talks to the API (src/app/api), never to the store.', 'dexie'),
    folders('server', 'The app never imports the server; share through contract or core.', '@/server/base'),
  ],
  'src/app/annotator/tools': [
    libraries(INTERFACE, 'A tool knows the editor and core, nothing else.', 'vue'),
    {
      pattern: '(^@/app|\\.\\.)/(api|stores|components|pages)(/|$)',
      reason: 'A tool knows the editor and core, nothing else.',
      example: '../../api/client',
    },
  ],
}

/** Own bans and those of the folders above. @param {string} folder @returns {Ban[]} */
export const bansOf = (folder) =>
  Object.entries(zones).flatMap(([name, bans]) => (folder === name || folder.startsWith(`${name}/`) ? bans : []))

/** For eslint.config.js. Parents first, so that a folder's own, longer list is the one that counts. @type {import('eslint').Linter.Config[]} */
export const importZones = Object.keys(zones).map((folder) => ({
  files: [`${folder}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: bansOf(folder).map(({ pattern, reason }) => ({ regex: pattern, message: reason })) },
    ],
  },
}))
