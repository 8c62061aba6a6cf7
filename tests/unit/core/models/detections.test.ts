import { describe, expect, test } from 'vitest'
import { decodeDetections, type Tensor } from '@/core/models/detections'
import { letterbox, stretch } from '@/core/models/fit'
import type { DetectorLayout } from '@/core/models/layout'
import { boxIou, suppress } from '@/core/models/nms'
import { OnnxError, readOnnxHeader } from '@/core/models/onnx/header'
import { readNames } from '@/core/models/pythonDict'
import { recognise } from '@/core/models/recognise'
import { BOXES, constantModel, rtDetr, yoloV5, yoloV8, yoloV8Pose, yoloV8Segment } from '../../../support/onnx'

const layoutOf = (model: Uint8Array) => recognise(readOnnxHeader(model)) as DetectorLayout

describe('what a model is', () => {
  test.each([
    ['yolo-v5', 'detect', yoloV5()],
    ['yolo-v8', 'detect', yoloV8()],
    ['yolo-v8', 'segment', yoloV8Segment()],
    ['yolo-v8', 'pose', yoloV8Pose()],
    ['rt-detr', 'detect', rtDetr()],
  ] as const)('%s, %s, is told by its shapes', (family, task, model) => {
    expect(layoutOf(model)).toMatchObject({
      kind: 'detector',
      family,
      task,
      names: ['fig', 'hazel nut'],
      input: { name: 'images', width: 640, height: 640 },
    })
  })

  test('a SAM encoder and decoder are told by what goes in and out', () => {
    const encoder = constantModel(
      [{ name: 'x', dims: [1, 3, 1024, 1024] }],
      [{ name: 'y', dims: [1, 256, 1, 1], values: new Array(256).fill(0) }],
    )
    expect(recognise(readOnnxHeader(encoder))).toEqual({ kind: 'sam-encoder', input: 'x', output: 'y', side: 1024 })
    const inputs = ['image_embeddings', 'point_coords', 'point_labels'].map((name) => ({ name, dims: [1, 2] }))
    expect(recognise(readOnnxHeader(constantModel(inputs, [{ name: 'masks', dims: [1], values: [0] }])))).toEqual({
      kind: 'sam-decoder',
    })
  })

  test('without names its classes are counted', () => {
    const model = constantModel(
      [{ name: 'images', dims: [1, 3, 320, 320] }],
      [{ name: 'o', dims: [1, 7, 40], values: new Array(280).fill(0) }],
    )
    expect(layoutOf(model)).toMatchObject({
      family: 'yolo-v8',
      names: ['class 0', 'class 1', 'class 2'],
      input: { width: 320 },
    })
  })

  test('what cannot be told is asked', () => {
    const model = constantModel(
      [{ name: 'images', dims: [1, 3, 'h', 'w'] }],
      [{ name: 'o', dims: [1, 2, 2, 2, 2], values: new Array(16).fill(0) }],
    )
    expect(recognise(readOnnxHeader(model))).toMatchObject({ kind: 'unknown' })
  })

  test.each([
    ['no protobuf', Uint8Array.of(255, 255, 255)],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16)],
    ['nothing', new Uint8Array()],
    ['a part of one', yoloV5().slice(0, 500)],
  ])('%s is refused by name', (_name, bytes) => {
    expect(() => recognise(readOnnxHeader(bytes))).toThrow(OnnxError)
  })

  test('a model that takes no image, or one with other channels, is refused with the reason', () => {
    const text = constantModel([{ name: 'tokens', dims: [1, 77] }], [{ name: 'o', dims: [1, 1, 1], values: [0] }])
    expect(() => recognise(readOnnxHeader(text))).toThrow('takes no image')
    const grey = constantModel(
      [{ name: 'images', dims: [1, 1, 28, 28] }],
      [{ name: 'o', dims: [1, 10], values: new Array(10).fill(0) }],
    )
    expect(() => recognise(readOnnxHeader(grey))).toThrow('1 channels')
  })
})

test('names come as a Python dict, a list, or JSON', () => {
  expect(readNames("{0: 'person', 1: \"bird's nest\", 3: 'it\\'s'}")).toEqual([
    'person',
    "bird's nest",
    'class 2',
    "it's",
  ])
  expect(readNames("['a', 'b']")).toEqual(['a', 'b'])
  expect(readNames('{"0": "a"}')).toEqual(['a'])
  expect([readNames(undefined), readNames('yolo'), readNames('{}')]).toEqual([null, null, null])
})

const image = { width: 640, height: 480 }
const options = { threshold: 0.25, overlap: 0.5 }
const outputOf = (rows: number[][], isColumns: boolean): Tensor =>
  isColumns
    ? {
        data: rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!)),
        dims: [1, rows[0]!.length, rows.length],
      }
    : { data: rows.flat(), dims: [1, rows.length, rows[0]!.length] }
const two = (label: number, score: number) => [label === 0 ? score : 0, label === 1 ? score : 0]

describe('boxes', () => {
  const fit = letterbox(image, { width: 640, height: 640 })

  test('are moved out of the letterbox, and of two that overlap the better one stays', () => {
    const rows = BOXES.map(({ box, label, score }) => [...box, ...two(label, score)])
    const found = decodeDetections([outputOf(rows, true)], layoutOf(yoloV8()), fit, image, options)
    // 640 x 480 lies 80 pixels below the top of the square
    expect(found).toEqual([
      { label: 0, score: 0.9, bbox: [60, 0, 80, 50] },
      { label: 1, score: 0.7, bbox: [280, 70, 40, 100] },
    ])
  })

  test('of v5 count as objectness times class', () => {
    const rows = [
      [100, 200, 20, 20, 0.5, 0.8, 0.1],
      [300, 200, 20, 20, 0.2, 1, 0],
    ]
    const found = decodeDetections([outputOf(rows, false)], layoutOf(yoloV5()), fit, image, options)
    expect(found).toEqual([{ label: 0, score: 0.4, bbox: [90, 110, 20, 20] }])
  })

  test('of RT-DETR are parts of the whole image', () => {
    const found = decodeDetections(
      [outputOf([[0.5, 0.5, 0.25, 0.5, 0.1, 0.6]], false)],
      layoutOf(rtDetr()),
      stretch(image, { width: 640, height: 640 }),
      image,
      options,
    )
    expect(found).toEqual([{ label: 1, score: 0.6, bbox: [240, 120, 160, 240] }])
  })

  test('of a model that answers other lengths than it should are an error, not nonsense', () => {
    expect(() =>
      decodeDetections([outputOf([[1, 2, 3, 4, 5, 6, 7, 8, 9]], true)], layoutOf(yoloV8()), fit, image, options),
    ).toThrow(RangeError)
  })

  test('masks end at the border of their box', () => {
    const layout = layoutOf(yoloV8Segment())
    const prototype = Array.from({ length: 160 * 160 }, (_, index) => (index % 160 < 27 ? 1 : -1))
    const rows = [[100, 200, 80, 60, 0.9, 0, 1, 0]]
    const [found] = decodeDetections(
      [outputOf(rows, true), { data: [...prototype, ...prototype], dims: [1, 2, 160, 160] }],
      layout,
      fit,
      image,
      options,
    )
    const ring = found!.parts![0]!.outer
    const [xs, ys] = [ring.filter((_, index) => index % 2 === 0), ring.filter((_, index) => index % 2 === 1)]
    // sure up to the middle of column 26, at (26 + 0.5) * 4; the sign changes half a column on
    expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([60, 108, 90, 150])
  })

  test('keypoints that the model is not sure of are not there', () => {
    const rows = [[100, 200, 80, 60, 0.9, 0, 90, 190, 0.9, 110, 210, 0.1]]
    const [found] = decodeDetections([outputOf(rows, true)], layoutOf(yoloV8Pose()), fit, image, options)
    expect(found!.keypoints).toEqual([90, 110, 2, 0, 0, 0])
  })
})

test('boxes of different classes do not suppress each other', () => {
  const boxes = [
    { bbox: [0, 0, 10, 10] as [number, number, number, number], score: 0.9, label: 0 },
    { bbox: [0, 0, 10, 10] as [number, number, number, number], score: 0.8, label: 1 },
  ]
  expect(suppress(boxes, 0.5)).toHaveLength(2)
  expect(boxIou([0, 0, 10, 10], [5, 0, 10, 10])).toBeCloseTo(1 / 3)
  expect(boxIou([0, 0, 10, 10], [20, 0, 10, 10])).toBe(0)
})
