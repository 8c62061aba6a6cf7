import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { bansOf, importZones, zones } from '../../../build/importZones.mjs'

/** ESLint with the zones alone, as `npm run lint` composes them. */
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: importZones.map((zone) => ({ ...zone, files: zone.files!.map((files) => `${String(files)}/*.js`) })),
})

const messages = async (folder: string, imported: string) =>
  (await eslint.lintText(`import '${imported}'\n`, { filePath: `${folder}/nested/example.js` })).flatMap((result) =>
    result.messages.map(({ message }) => message),
  )

describe('import zones', () => {
  for (const folder of Object.keys(zones)) {
    it(`${folder} refuses what it may not import, with the reason`, async () => {
      for (const { example, reason } of bansOf(folder))
        expect(await messages(folder, example), example).toEqual([expect.stringContaining(reason)])
    })
  }

  it('a folder keeps the bans of the folders above it', () => {
    expect(bansOf('src/server/tasks').map(({ example }) => example)).toEqual(
      expect.arrayContaining(['vue', 'dexie', 'msw', '@/app/router']),
    )
  })

  it('lets core through everywhere', async () => {
    for (const folder of Object.keys(zones)) expect(await messages(folder, '@/core/paths')).toEqual([])
  })
})
