/** Tells from the shapes of its inputs and outputs, and from its metadata, what a model is. */
import { OnnxError, type OnnxHeader, type TensorInfo } from './onnx/header'
import type { DetectorLayout, Family, Layout, Unknown } from './layout'
import { readNames, readNumbers } from './pythonDict'

const FLOAT = 1
const MOST_END_TO_END = 1000
const DECODER_INPUTS = ['image_embeddings', 'point_coords', 'point_labels']

/** Throws OnnxError for one that cannot run here, whatever is said about it. */
export function recognise(header: OnnxHeader): Layout | Unknown {
  if (header.hasExternalData)
    throw new OnnxError(
      'This model keeps its weights in another file. Save it as one file: onnx.save(model, path, save_as_external_data=False).',
    )
  if (header.outputs.length === 0) throw new OnnxError('This model has no outputs.')
  if (DECODER_INPUTS.every((name) => header.inputs.some((input) => input.name === name))) return { kind: 'sam-decoder' }
  const image = header.inputs.find(({ dims }) => dims.length === 4)
  if (!image)
    throw new OnnxError(`This model takes no image: none of its inputs (${listed(header.inputs)}) has four dimensions.`)
  if (image.dims[1] !== null && image.dims[1] !== 3)
    throw new OnnxError(
      `This model wants images of ${image.dims[1]} channels in its second dimension; 3 are needed: [1, 3, height, width].`,
    )
  if (image.type !== FLOAT)
    throw new OnnxError(
      `The input "${image.name}" is not float32. Export the model without half precision or quantised inputs.`,
    )
  const [only] = header.outputs
  if (header.outputs.length === 1 && only!.dims.length === 4 && only!.dims[1] === 256) {
    return { kind: 'sam-encoder', input: image.name, output: only!.name, side: image.dims[2] ?? 1024 }
  }
  return recogniseDetector(header, image)
}

const listed = (infos: TensorInfo[]) =>
  infos
    .map(({ name, dims }) => `${name} [${dims.map((dim) => dim ?? '?').join(', ')}]`)
    .join(', ')
    .slice(0, 300)

function recogniseDetector(header: OnnxHeader, image: TensorInfo): DetectorLayout | Unknown {
  const names = readNames(header.metadata.names)
  const [imageHeight, imageWidth] = readNumbers(header.metadata.imgsz)
  const base = {
    kind: 'detector' as const,
    task: 'detect' as const,
    masks: 0,
    keypoints: 0,
    keypointValues: 3 as const,
    names: names ?? [],
    input: { name: image.name, width: image.dims[3] ?? imageWidth ?? 640, height: image.dims[2] ?? imageHeight ?? 640 },
  }
  const several = byNames(header, base)
  if (several) return several
  const rows = header.outputs.find(({ dims }) => dims.length === 3)
  if (!rows)
    return {
      kind: 'unknown',
      why: `None of the outputs (${listed(header.outputs)}) is a list of boxes that is known here.`,
      guess: base,
    }
  const prototypes = header.outputs.find(({ dims }) => dims.length === 4)
  const masks = prototypes ? (prototypes.dims[1] ?? 32) : 0
  const outputs = [rows.name, ...(prototypes ? [prototypes.name] : [])]
  const [keypoints = 0, values = 3] = readNumbers(header.metadata.kpt_shape)
  const guess = {
    ...base,
    outputs,
    masks,
    keypoints,
    keypointValues: (values === 2 ? 2 : 3) as 2 | 3,
    task: masks ? ('segment' as const) : keypoints ? ('pose' as const) : ('detect' as const),
  }
  const [, a, b] = rows.dims
  if (!a || !b)
    return {
      kind: 'unknown',
      why: `The size of the output ${listed([rows])} is not fixed, so what it holds cannot be told.`,
      guess,
    }
  const told = familyOf(a, b, names?.length, masks + keypoints * guess.keypointValues)
  if (!told)
    return {
      kind: 'unknown',
      why: `The output ${listed([rows])} does not fit ${names ? `${names.length} classes` : 'any known layout'}.`,
      guess,
    }
  return { ...guess, family: told.family, names: names ?? numbered(told.classes) }
}

/** `extra`: values of a box besides its place and its classes. */
function familyOf(
  a: number,
  b: number,
  classes: number | undefined,
  extra: number,
): { family: Family; classes: number } | null {
  if (b === 6 && a <= MOST_END_TO_END && classes !== 2 && classes !== 1)
    return { family: 'end-to-end', classes: classes ?? 0 }
  const fits = (length: number, head: number) =>
    classes === undefined ? length > head + extra : length === head + extra + classes
  const isTall = a > b
  if (!isTall && fits(a, 4)) return { family: 'yolo-v8', classes: a - 4 - extra }
  if (isTall && a <= MOST_END_TO_END && extra === 0 && fits(b, 4)) return { family: 'rt-detr', classes: b - 4 }
  if (isTall && fits(b, 5)) return { family: 'yolo-v5', classes: b - 5 - extra }
  if (classes !== undefined && fits(a, 4)) return { family: 'yolo-v8', classes }
  return null
}

/** Outputs with names of their own: RT-DETR with the image's size, DETR with logits and boxes. */
function byNames(
  { inputs, outputs }: OnnxHeader,
  base: Omit<DetectorLayout, 'family' | 'outputs'>,
): DetectorLayout | null {
  const named = (...words: string[]) => outputs.find(({ name }) => words.includes(name.toLowerCase()))
  const [labels, boxes, scores, logits] = [
    named('labels'),
    named('boxes', 'pred_boxes'),
    named('scores'),
    named('logits', 'pred_logits'),
  ]
  const sizeInput = inputs.find(({ dims, name }) => dims.length === 2 && /size/i.test(name))
  if (labels && boxes && scores && sizeInput)
    return { ...base, family: 'sized', outputs: [labels.name, boxes.name, scores.name], sizeInput: sizeInput.name }
  if (!logits || !boxes) return null
  const classes = logits.dims[2]
  return {
    ...base,
    family: 'detr',
    outputs: [logits.name, boxes.name],
    names: base.names.length > 0 ? base.names : numbered((classes ?? 1) - 1),
  }
}

const numbered = (count: number) => Array.from({ length: Math.max(0, count) }, (_, index) => `class ${index}`)
