/** `virtual:messages/<language>`: the compiled catalogue of a language. `en-XA` is the pseudo-locale, made from English. */
import type { Plugin } from 'vite'
import { catalogue, folder } from './catalogue.mjs'
import { compileMessage } from './compile.mjs'

const NAME = 'virtual:messages/'
const PSEUDO = 'en-XA'

function source(language: string): string {
  const isPseudo = language === PSEUDO
  const lines = [...catalogue(isPseudo ? 'en' : language)].map(([key, text]) => {
    try {
      return `${JSON.stringify(key)}:${compileMessage(text, { isPseudo })}`
    } catch (error) {
      throw new Error(`Message ${key} (${language}): ${(error as Error).message}`, { cause: error })
    }
  })
  return `import { runtime } from '@/app/i18n/runtime'\nconst _ = runtime(${JSON.stringify(language)})\nexport default {\n${lines.join(',\n')}\n}`
}

export const messages = (): Plugin => ({
  name: 'atoll:messages',
  resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : null),
  load: (id) => (id.startsWith(`\0${NAME}`) ? source(id.slice(NAME.length + 1)) : null),
  configureServer({ watcher, moduleGraph, ws }) {
    watcher.add(folder)
    watcher.on('change', (path) => {
      if (!path.startsWith(folder)) return
      for (const [id, node] of moduleGraph.idToModuleMap)
        if (id.startsWith(`\0${NAME}`)) moduleGraph.invalidateModule(node)
      ws.send({ type: 'full-reload' })
    })
  },
})
