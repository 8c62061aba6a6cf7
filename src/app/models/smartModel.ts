/** The model behind smart select, started once for the page. */
import { t } from '@/app/i18n'
import { downloadShipped, hasWebAssembly, shippedState, startShipped, type ShippedState } from './shipped'
import type { Segmenter } from './seams'
import type { SamSegmenter } from './samSegmenter'

export { modelImage, storedImage } from './modelImage'

export type SmartModel = ({ kind: 'model' } & ShippedState) | { kind: 'none'; why: 'no-model' | 'no-wasm' }

export async function smartState(): Promise<SmartModel> {
  if (!hasWebAssembly()) return { kind: 'none', why: 'no-wasm' }
  const state = await shippedState()
  return state ? { kind: 'model', ...state } : { kind: 'none', why: 'no-model' }
}

export async function fetchSmartModel(
  onProgress: (done: number, size: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const state = await shippedState()
  if (state) await downloadShipped(state.model, (done) => onProgress(done, state.size), signal)
}

let started: Promise<SamSegmenter> | null = null

/** Rejects when its files are not here. */
export function smartSegmenter(): Promise<Segmenter> {
  started ??= start()
  started.catch(() => (started = null))
  return started
}

/** Gives its memory back. */
export async function stopSmartModel(): Promise<void> {
  const running = started
  started = null
  await running?.then(
    (segmenter) => segmenter.end(),
    () => {},
  )
}

async function start(): Promise<SamSegmenter> {
  const state = await shippedState()
  if (!state?.isStored) throw new Error(t('models.notDownloaded'))
  return startShipped(state.model, new AbortController().signal)
}
