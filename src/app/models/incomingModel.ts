/** Installs a model file of the user: reads it, recognises its kind, runs it once, then stores it. A model that does not run is not stored. */
import { t } from '@/app/i18n'
import type { DetectorCard, Model, NewModel } from '@/contract/models/model'
import type { DetectorLayout, SamEncoderLayout, Unknown } from '@/core/models/layout'
import { readOnnxHeader } from '@/core/models/onnx/header'
import { recognise } from '@/core/models/recognise'
import type { z } from '@/contract/zod'
import { modelsApi } from '../api/models'
import { openDetector, openPair } from './installed'
import type { ModelImage } from './seams'

const LARGEST = 1024 ** 3
const SMALL_JSON = 1024 ** 2

export interface IncomingModel {
  name: string
  file: File
  decoder: File | null
  layout: DetectorLayout | SamEncoderLayout | Unknown
  licence: string
  source: string
}

type Card = Partial<z.infer<typeof DetectorCard>> & {
  name?: unknown
  licence?: unknown
  license?: unknown
  source?: unknown
}

/** Reads one model from dropped files: an ONNX file or a SAM pair, optionally with a JSON card. Throws an error for the user. */
export async function readModel(files: readonly File[]): Promise<IncomingModel> {
  const onnx = files.filter(({ name }) => /\.onnx$/i.test(name))
  if (onnx.length === 0) throw new Error(t('models.noOnnx'))
  const card = await readCard(files.find(({ name }) => /\.json$/i.test(name)))
  const parts = await Promise.all(onnx.slice(0, 2).map(async (file) => ({ file, layout: await layoutOf(file) })))
  const decoder = parts.find(({ layout }) => layout.kind === 'sam-decoder')
  const first = parts.find((part) => part !== decoder)
  if (!first || first.layout.kind === 'sam-decoder') throw new Error(t('models.needsEncoder'))
  if (first.layout.kind === 'sam-encoder' && !decoder) throw new Error(t('models.needsDecoder'))
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    name: text(card.name) || first.file.name.replace(/\.onnx$/i, ''),
    file: first.file,
    decoder: first.layout.kind === 'sam-encoder' ? decoder!.file : null,
    layout: withCard(first.layout, card),
    licence: text(card.licence ?? card.license),
    source: text(card.source),
  }
}

async function layoutOf(file: File) {
  if (file.size > LARGEST)
    throw new Error(t('models.tooLarge', { name: file.name, size: (file.size / 1e9).toFixed(1) }))
  return recognise(readOnnxHeader(new Uint8Array(await file.arrayBuffer())))
}

async function readCard(file: File | undefined): Promise<Card> {
  if (!file || file.size > SMALL_JSON) return {}
  const value: unknown = await file.text().then(JSON.parse, () => null)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(t('models.badCard', { name: file.name }))
  return value as Card
}

type Told = IncomingModel['layout']

/** Names and layout of the card override those of the file. */
function withCard(layout: Told, { family, names, input, outputs, task }: Card): Told {
  if (layout.kind === 'sam-encoder') return layout
  const given = Object.fromEntries(
    Object.entries({ family, names, input, outputs, task }).filter(([, value]) => value !== undefined),
  )
  if (Object.keys(given).length === 0) return layout
  if (layout.kind === 'detector') return { ...layout, ...given }
  return { ...layout, guess: { ...layout.guess, ...given } }
}

/** Runs the model once on an empty image, then stores it. Rejects with the reason if it does not run. */
export async function installModel(
  { name, file, decoder, layout, licence, source }: IncomingModel & { layout: DetectorLayout | SamEncoderLayout },
  signal: AbortSignal,
): Promise<Model> {
  await tryModel(file, decoder, layout, signal)
  const card: NewModel['card'] = layout.kind === 'detector' ? layout : undefined
  const upload = await modelsApi.upload(file, file.name, signal)
  return modelsApi.add({
    upload,
    decoder: decoder ? await modelsApi.upload(decoder, decoder.name, signal) : undefined,
    name,
    licence,
    source,
    card,
  })
}

const EMPTY: ModelImage = {
  key: 'empty',
  size: { width: 64, height: 64 },
  bitmap: () => createImageBitmap(new ImageData(64, 64)),
}

async function tryModel(
  file: File,
  decoder: File | null,
  layout: DetectorLayout | SamEncoderLayout,
  signal: AbortSignal,
): Promise<void> {
  const model = await open(file, decoder, layout, signal).catch((error: Error) => {
    throw doesNotRun(error)
  })
  try {
    if ('detect' in model) await model.detect(EMPTY, { threshold: 0.5, overlap: 0.5 }, signal)
    else await model.segment(EMPTY, { points: [{ x: 32, y: 32, inside: true }] }, signal)
  } catch (error) {
    throw doesNotRun(error as Error)
  } finally {
    model.end()
  }
}

const doesNotRun = (cause: Error) =>
  new Error(t('models.doesNotRun', { reason: cause.message.slice(0, 300) }), { cause })

async function open(file: File, decoder: File | null, layout: DetectorLayout | SamEncoderLayout, signal: AbortSignal) {
  const bytes = await file.arrayBuffer()
  return layout.kind === 'detector'
    ? openDetector(bytes, layout, signal)
    : openPair(bytes, await decoder!.arrayBuffer(), layout, signal)
}
