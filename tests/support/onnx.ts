/** Writes tiny ONNX files by hand: models that answer what they are told to, whatever they are shown. Source: onnx.proto3. */

export interface TensorSpec {
  name: string
  dims: (number | string)[]
}

export interface ConstantOutput {
  name: string
  dims: number[]
  values: number[]
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const field = (number: number, bytes: number[] | Uint8Array): number[] => [
  ...varint(number * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
]
const number = (at: number, value: number): number[] => [...varint(at * 8), ...varint(value)]
const text = (at: number, value: string): number[] => field(at, new TextEncoder().encode(value))

const FLOAT = 1

const dimension = (dim: number | string) => field(1, typeof dim === 'number' ? number(1, dim) : text(2, dim))
const tensorType = (dims: TensorSpec['dims']) => field(1, [...number(1, FLOAT), ...field(2, dims.flatMap(dimension))])
const valueInfo = ({ name, dims }: TensorSpec) => [...text(1, name), ...field(2, tensorType(dims))]

function constant({ name, dims, values }: ConstantOutput): number[] {
  const raw = new Uint8Array(Float32Array.from(values).buffer)
  const tensor = [...dims.flatMap((dim) => number(1, dim)), ...number(2, FLOAT), ...field(9, raw)]
  const attribute = [...text(1, 'value'), ...field(5, tensor), ...number(20, 4)]
  return [...text(2, name), ...text(3, `make ${name}`), ...text(4, 'Constant'), ...field(5, attribute)]
}

/** `inputs` are declared and never read. */
export function constantModel(
  inputs: TensorSpec[],
  outputs: ConstantOutput[],
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const graph = [
    ...outputs.flatMap((output) => field(1, constant(output))),
    ...text(2, 'constants'),
    ...inputs.flatMap((input) => field(11, valueInfo(input))),
    ...outputs.flatMap(({ name, dims }) => field(12, valueInfo({ name, dims }))),
  ]
  return Uint8Array.from([
    ...number(1, 8),
    ...text(2, 'atoll tests'),
    ...field(7, graph),
    ...field(8, number(2, 13)),
    ...Object.entries(metadata).flatMap(([key, value]) => field(14, [...text(1, key), ...text(2, value)])),
  ])
}

const IMAGE: TensorSpec = { name: 'images', dims: [1, 3, 640, 640] }

/** Two boxes of one thing that overlap, one of another class; of a 640 x 640 input, by centre and size. */
export const BOXES = [
  { box: [100, 100, 80, 60], label: 0, score: 0.9 },
  { box: [104, 102, 80, 60], label: 0, score: 0.8 },
  { box: [300, 200, 40, 100], label: 1, score: 0.7 },
  { box: [500, 500, 20, 20], label: 1, score: 0.1 },
] as const

const classes = (label: number, score: number) => [0, 1].map((each) => (each === label ? score : 0))
const names = { names: '{0: \'fig\', 1: "hazel nut"}' }
const transposed = (rows: number[][]) => rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!))

export const yoloV5 = () => {
  const rows = [...BOXES, ...Array.from({ length: 26 }, () => ({ box: [0, 0, 0, 0], label: 0, score: 0 }))].map(
    ({ box, label, score }) => [...box, score > 0 ? 1 : 0, ...classes(label, score)],
  )
  return constantModel([IMAGE], [{ name: 'output0', dims: [1, rows.length, 7], values: rows.flat() }], names)
}

const v8Rows = (extra: (index: number) => number[] = () => []) =>
  [...BOXES, ...Array.from({ length: 60 }, () => ({ box: [0, 0, 0, 0], label: 0, score: 0 }))].map(
    ({ box, label, score }, index) => [...box, ...classes(label, score), ...extra(index)],
  )

export const yoloV8 = () => {
  const rows = v8Rows()
  return constantModel([IMAGE], [{ name: 'output0', dims: [1, 6, rows.length], values: transposed(rows) }], names)
}

/** The first prototype is above zero in the left half of the input. */
export const yoloV8Segment = () => {
  const rows = v8Rows(() => [1, 0])
  const prototype = Array.from({ length: 160 * 160 }, (_, index) => (index % 160 < 27 ? 1 : -1))
  return constantModel(
    [IMAGE],
    [
      { name: 'output0', dims: [1, 8, rows.length], values: transposed(rows) },
      { name: 'output1', dims: [1, 2, 160, 160], values: [...prototype, ...prototype.map(() => 0)] },
    ],
    names,
  )
}

export const yoloV8Pose = () => {
  const rows = v8Rows((index) => (index < 4 ? [90, 90, 0.9, 110, 110, 0.1] : [0, 0, 0, 0, 0, 0]))
  return constantModel([IMAGE], [{ name: 'output0', dims: [1, 12, rows.length], values: transposed(rows) }], {
    ...names,
    kpt_shape: '[2, 3]',
  })
}

export const rtDetr = () => {
  const rows = [...BOXES, ...Array.from({ length: 296 }, () => ({ box: [0, 0, 0, 0], label: 0, score: 0 }))].map(
    ({ box, label, score }) => [...box.map((value) => value / 640), ...classes(label, score)],
  )
  return constantModel([IMAGE], [{ name: 'output0', dims: [1, 300, 6], values: rows.flat() }], names)
}
