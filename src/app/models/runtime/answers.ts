/** What the worker answers: tensors in and out of the runtime. The arithmetic is in core/models. */
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import { decodeDetections, type Tensor as Values } from '@/core/models/detections'
import { fitLonger, letterbox, stretch, type Fit } from '@/core/models/fit'
import type { DetectorLayout } from '@/core/models/layout'
import { logitsToParts, promptTensors } from '@/core/models/sam'
import { imageTensor, SAM_PIXELS, YOLO_PIXELS, type Normalisation } from '@/core/models/tensor'
import type { Embedding, Question, Questions } from './messages'

const sessions = new Map<string, InferenceSession>()
let known: { key: string; embedding: Embedding } | null = null

type Answers = { [Q in Question]: (asked: Questions[Q]['asked']) => Promise<Questions[Q]['answer']> }

export const answers: Answers = {
  async start({ wasm, script, threads }) {
    Object.assign(env.wasm, { wasmBinary: wasm, wasmPaths: { mjs: script }, numThreads: threads })
    env.logLevel = 'error'
  },

  async open({ name, model }) {
    const session = await InferenceSession.create(new Uint8Array(model), { executionProviders: ['wasm'] })
    sessions.set(name, session)
    return { inputs: [...session.inputNames], outputs: [...session.outputNames] }
  },

  async close({ name }) {
    await sessions.get(name)?.release()
    sessions.delete(name)
  },

  async encode({ name, layout, bitmap, size }) {
    const fit = fitLonger(size, layout.side)
    const feeds = { [layout.input]: pixels(bitmap, fit, SAM_PIXELS) }
    const { [layout.output]: found } = await sessionOf(name).run(feeds)
    const embedding = { data: found!.data as Float32Array, dims: [...found!.dims] }
    return embedding
  },

  async decode({ name, key, embedding, side, size, prompt }) {
    if (embedding) known = { key, embedding }
    if (known?.key !== key) throw new Error('The image has to be encoded first.')
    const fit = fitLonger(size, side)
    const { coords, labels } = promptTensors(prompt, fit)
    const session = sessionOf(name)
    const outputs = await session.run(decoderFeeds(known.embedding, coords, labels))
    const logits = outputs.low_res_masks!
    const scores = outputs.iou_predictions!.data as Float32Array
    const [, count, rows, columns] = logits.dims as [number, number, number, number]
    const plane = rows * columns
    const candidates = Array.from({ length: count }, (_, index) => ({
      parts: logitsToParts(
        (logits.data as Float32Array).subarray(index * plane, (index + 1) * plane),
        columns,
        fit,
        size,
      ),
      score: Math.min(1, Math.max(0, scores[index] ?? 0)),
    }))
    return candidates.filter(({ parts }) => parts.length > 0).sort((a, b) => b.score - a.score)
  },

  async detect({ name, layout, bitmap, size, options }) {
    const { input } = layout
    const fit = (
      layout.family === 'rt-detr' || layout.family === 'detr' || layout.family === 'sized' ? stretch : letterbox
    )(size, input)
    const feeds: Record<string, Tensor> = {
      [input.name]: pixels(bitmap, fit, layout.family === 'detr' ? { ...SAM_PIXELS, around: 0 } : YOLO_PIXELS),
    }
    if (layout.sizeInput)
      feeds[layout.sizeInput] = new Tensor('int64', BigInt64Array.of(BigInt(size.width), BigInt(size.height)), [1, 2])
    const outputs = await sessionOf(name).run(feeds)
    return decodeDetections(outputsOf(outputs, layout), layout, fit, size, options)
  },
}

function sessionOf(name: string): InferenceSession {
  const session = sessions.get(name)
  if (session) return session
  throw new Error(`The model ${name} is not loaded.`)
}

/** The small size asked for: what counts are the logits, which the last step of the decoder would only enlarge. */
const decoderFeeds = (embedding: Embedding, coords: Float32Array, labels: Float32Array) => ({
  image_embeddings: new Tensor('float32', embedding.data, embedding.dims),
  point_coords: new Tensor('float32', coords, [1, labels.length, 2]),
  point_labels: new Tensor('float32', labels, [1, labels.length]),
  mask_input: new Tensor('float32', new Float32Array(256 * 256), [1, 1, 256, 256]),
  has_mask_input: new Tensor('float32', Float32Array.of(0), [1]),
  orig_im_size: new Tensor('float32', Float32Array.of(64, 64), [2]),
})

function outputsOf(outputs: InferenceSession.ReturnType, layout: DetectorLayout): Values[] {
  return layout.outputs.map((name) => {
    const found = outputs[name]
    if (!found) throw new Error(`The model has no output "${name}".`)
    // labels come as 64-bit integers
    const data = found.data instanceof BigInt64Array ? Array.from(found.data, Number) : (found.data as Float32Array)
    return { data, dims: found.dims }
  })
}

/** Closes the bitmap. */
function pixels(bitmap: ImageBitmap, fit: Fit, normalisation: Normalisation): Tensor {
  const canvas = new OffscreenCanvas(fit.width, fit.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, fit.width, fit.height)
  bitmap.close()
  const { data } = context.getImageData(0, 0, fit.width, fit.height)
  return new Tensor('float32', imageTensor(data, fit, normalisation), [1, 3, fit.input.height, fit.input.width])
}
