/** The model that comes with the app: whether it is here, fetching it, starting it. */
import { SHIPPED_LIST, type ShippedFile, type ShippedModel, type ShippedModels } from '@/contract/models/shippedModels'
import { download, isStored, readStored, storedBytes } from './download'
import { ModelWorker } from './runtime/host'
import { SamSegmenter } from './samSegmenter'

const base = import.meta.env.BASE_URL

let list: Promise<ShippedModels> | undefined

/** Throws a TypeError when it cannot be fetched. */
export function shippedModels(): Promise<ShippedModels> {
  list ??= fetch(`${base}${SHIPPED_LIST}`).then((response) => response.json() as Promise<ShippedModels>)
  list.catch(() => (list = undefined))
  return list
}

export const hasWebAssembly = () => typeof WebAssembly === 'object' && typeof Worker === 'function'

/** All that the model needs, in the order in which it is fetched. */
async function filesOf(model: ShippedModel): Promise<ShippedFile[]> {
  return [model.encoder, model.decoder, (await shippedModels()).runtime.wasm]
}

export interface ShippedState {
  model: ShippedModel
  isStored: boolean
  /** Bytes, and how many of them are here. */
  size: number
  stored: number
}

/** null: this build comes without one. */
export async function shippedState(): Promise<ShippedState | null> {
  const [model] = (await shippedModels()).models
  if (!model) return null
  const files = await filesOf(model)
  const [size, stored] = [
    files.reduce((sum, file) => sum + file.size, 0),
    (await Promise.all(files.map(storedBytes))).reduce((sum, bytes) => sum + bytes, 0),
  ]
  return { model, isStored: await isStored(files), size, stored }
}

/** Rejects with a DownloadError, or an AbortError. */
export async function downloadShipped(
  model: ShippedModel,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  await download(await filesOf(model), onProgress, signal)
}

/** Fetches the runtime when it is not here. */
export async function startWorker(signal: AbortSignal): Promise<ModelWorker> {
  const { runtime } = await shippedModels()
  await download([runtime.wasm], () => {}, signal)
  const worker = new ModelWorker()
  const threads = globalThis.crossOriginIsolated ? Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1 || 1)) : 1
  const wasm = await readStored(runtime.wasm)
  await worker.ask('start', { wasm, script: new URL(`${base}${runtime.script}`, location.href).href, threads }, [wasm])
  return worker
}

/** Of a model whose files are here. */
export async function startShipped(model: ShippedModel, signal: AbortSignal): Promise<SamSegmenter> {
  const open = async (name: 'encoder' | 'decoder') => {
    const worker = await startWorker(signal)
    const bytes = await readStored(model[name])
    await worker.ask('open', { name, model: bytes }, [bytes])
    return worker
  }
  const [encoder, decoder] = await Promise.all([open('encoder'), open('decoder')])
  return new SamSegmenter(encoder, decoder, { kind: 'sam-encoder', input: 'input', output: 'output', side: 1024 })
}
