/** Writes the OpenAPI document, made from src/contract, beside the app: the worker keeps it with the app's files and answers it. */
import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A module of src, with what it imports, as it is now. */
export async function loadSource<Module>(path: string): Promise<Module> {
  const { module } = await runnerImport<Module>(`${root}src/${path}`, {
    root,
    configFile: false,
    resolve: { alias: { '@': `${root}src` } },
    logLevel: 'error',
  })
  return module
}

async function documentText(): Promise<string> {
  const { openApi } = await loadSource<{ openApi: () => object }>('contract/routes/openapi.ts')
  return JSON.stringify(openApi())
}

/** Where the worker finds it; kept outside of api/, which the worker answers itself. */
const FILE = 'openapi.json'

export const apiDocument = (): Plugin => ({
  name: 'atoll:api-document',
  async generateBundle() {
    this.emitFile({ type: 'asset', fileName: FILE, source: await documentText() })
  },
  configureServer({ middlewares, config }) {
    middlewares.use(`${config.base}${FILE}`, (_request, response, next) => {
      documentText().then((text) => response.setHeader('Content-Type', 'application/json').end(text), next)
    })
  },
})
