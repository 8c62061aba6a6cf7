/** The models that are installed, started when they are first used; the last used ones stay in memory. */
import { t } from '@/app/i18n'
import type { DetectorLayout, SamEncoderLayout } from '@/core/models/layout'
import { modelsApi } from '../api/models'
import { OnnxDetector } from './onnxDetector'
import { SamSegmenter } from './samSegmenter'
import type { Detector, Segmenter } from './seams'
import { shippedModels, startWorker } from './shipped'
import { fetchSmartModel, smartSegmenter, smartState } from './smartModel'

interface Running<Model> {
  id: string
  model: Promise<Model & { end(): void }>
}

const running: { detector: Running<Detector> | null; segmenter: Running<Segmenter> | null } = {
  detector: null,
  segmenter: null,
}

/** `download`: the one that comes with the app is fetched first when it is not here. */
export async function segmenterFor(id: string, download: boolean, signal: AbortSignal): Promise<Segmenter> {
  const isShipped = (await shippedModels()).models.some((model) => model.id === id)
  if (!isShipped) return start('segmenter', id, () => startPair(id, signal))
  const state = await smartState()
  if (download && state.kind === 'model' && !state.isStored) await fetchSmartModel(() => {}, signal)
  return smartSegmenter()
}

export const detectorFor = (id: string, signal: AbortSignal): Promise<Detector> =>
  start('detector', id, () => startDetector(id, signal))

/** One of a kind at a time: each takes hundreds of megabytes. */
async function start<Kind extends 'detector' | 'segmenter', Model extends Detector | Segmenter>(
  kind: Kind,
  id: string,
  make: () => Promise<Model & { end(): void }>,
): Promise<Model> {
  const known = running[kind]
  if (known?.id === id) return known.model as unknown as Promise<Model>
  known?.model.then(
    (model) => model.end(),
    () => {},
  )
  const model = make()
  running[kind] = { id, model } as never
  model.catch(() => (running[kind] = null))
  return model
}

/** A removed model gives its memory back. */
export function stopModel(id: string): void {
  for (const kind of ['detector', 'segmenter'] as const) {
    const known = running[kind]
    if (known?.id !== id) continue
    running[kind] = null
    known.model.then(
      (model) => model.end(),
      () => {},
    )
  }
}

async function startDetector(id: string, signal: AbortSignal): Promise<OnnxDetector> {
  const card = (await modelsApi.list()).find((model) => model.id === id)?.card
  if (!card) throw Object.assign(new Error(t('models.removed')), { status: 503, code: 'model-missing' })
  return openDetector(await modelsApi.file(id, 'model', signal), card, signal)
}

/** Rejects with the runtime's reason when it cannot run the model. */
export async function openDetector(
  bytes: ArrayBuffer,
  layout: DetectorLayout,
  signal: AbortSignal,
): Promise<OnnxDetector> {
  const worker = await startWorker(signal)
  try {
    await worker.ask('open', { name: 'detector', model: bytes }, [bytes])
    return new OnnxDetector(worker, layout)
  } catch (error) {
    worker.end()
    throw error
  }
}

async function startPair(id: string, signal: AbortSignal): Promise<SamSegmenter> {
  return openPair(
    await modelsApi.file(id, 'encoder', signal),
    await modelsApi.file(id, 'decoder', signal),
    await modelsApi.encoderLayout(id, signal),
    signal,
  )
}

export async function openPair(
  encoderBytes: ArrayBuffer,
  decoderBytes: ArrayBuffer,
  layout: SamEncoderLayout,
  signal: AbortSignal,
): Promise<SamSegmenter> {
  const [encoder, decoder] = [await startWorker(signal), await startWorker(signal)]
  const segmenter = new SamSegmenter(encoder, decoder, layout)
  try {
    await encoder.ask('open', { name: 'encoder', model: encoderBytes }, [encoderBytes])
    await decoder.ask('open', { name: 'decoder', model: decoderBytes }, [decoderBytes])
    return segmenter
  } catch (error) {
    segmenter.end()
    throw error
  }
}
