/** What an ONNX file says of itself: inputs, outputs, metadata. Source: onnx.proto3 of the ONNX project. */
import { fieldsOf, ProtobufError, textOf } from './protobuf'

export interface TensorInfo {
  name: string
  /** Of the ONNX enumeration: 1 float32, 7 int64, 10 float16. */
  type: number
  /** null: not fixed by the file. */
  dims: (number | null)[]
}

export interface OnnxHeader {
  inputs: TensorInfo[]
  outputs: TensorInfo[]
  metadata: Record<string, string>
  producer: string
  nodes: number
  /** The weights are in another file, which is not there. */
  hasExternalData: boolean
}

/** Says for people what is wrong with a file. */
export class OnnxError extends Error {
  override name = 'OnnxError'
}

const NO_ONNX = 'This is not an ONNX model, or it is cut off'

/** Throws OnnxError for a file that is none. */
export function readOnnxHeader(bytes: Uint8Array): OnnxHeader {
  try {
    return readModel(bytes)
  } catch (error) {
    if (error instanceof ProtobufError)
      throw new OnnxError(`${NO_ONNX}: ${error.message}. Export it again, or copy it again.`)
    throw error
  }
}

function readModel(bytes: Uint8Array): OnnxHeader {
  const metadata: Record<string, string> = Object.create(null) as Record<string, string>
  let [producer, graph, version] = ['', null as Uint8Array | null, 0]
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) version = field.value
    if (field.number === 2) producer = textOf(field.bytes)
    if (field.number === 7) graph = field.bytes
    if (field.number === 14) {
      const { key, value } = readEntry(field.bytes)
      metadata[key] = value
    }
  }
  if (!graph || version === 0) throw new OnnxError(`${NO_ONNX}: it holds no graph. Export it again, or copy it again.`)
  return { ...readGraph(graph), metadata, producer }
}

function readEntry(bytes: Uint8Array): { key: string; value: string } {
  const entry = { key: '', value: '' }
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) entry.key = textOf(field.bytes)
    if (field.number === 2) entry.value = textOf(field.bytes)
  }
  return entry
}

function readGraph(bytes: Uint8Array): Omit<OnnxHeader, 'metadata' | 'producer'> {
  const [inputs, outputs]: [TensorInfo[], TensorInfo[]] = [[], []]
  const weights = new Set<string>()
  let [nodes, hasExternalData] = [0, false]
  for (const { number, bytes: content } of fieldsOf(bytes)) {
    if (number === 1) nodes++
    if (number === 11) inputs.push(readInfo(content))
    if (number === 12) outputs.push(readInfo(content))
    if (number !== 5) continue
    for (const field of fieldsOf(content)) {
      if (field.number === 8) weights.add(textOf(field.bytes))
      if (field.number === 14 && field.value === 1) hasExternalData = true
    }
  }
  // older exporters list weights among the inputs
  return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, nodes, hasExternalData }
}

function readInfo(bytes: Uint8Array): TensorInfo {
  const info: TensorInfo = { name: '', type: 0, dims: [] }
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) info.name = textOf(field.bytes)
    if (field.number === 2)
      for (const kind of fieldsOf(field.bytes)) if (kind.number === 1) readTensorType(kind.bytes, info)
  }
  return info
}

function readTensorType(bytes: Uint8Array, info: TensorInfo): void {
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) info.type = field.value
    if (field.number === 2)
      info.dims = [...fieldsOf(field.bytes)].filter(({ number }) => number === 1).map(({ bytes: dim }) => readDim(dim))
  }
}

function readDim(bytes: Uint8Array): number | null {
  for (const field of fieldsOf(bytes)) if (field.number === 1 && field.value > 0) return field.value
  return null
}
