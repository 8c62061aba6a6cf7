/**
 * Does the pre-labelling tasks in this tab, image by image. One tab at a time holds the lock; when it is closed, another goes on
 * at the image that it was at.
 */
import type { PrelabelResult, PrelabelWork } from '@/contract/models/prelabel'
import type { Task } from '@/contract/task'
import type { Detection } from '@/core/models/detections'
import type { Shape } from '@/core/shape/types'
import { prelabelApi } from '../api/prelabel'
import { tasksApi } from '../api/tasks'
import { detectorFor, segmenterFor } from './installed'
import { modelImage } from './modelImage'

const LOCK = `atoll:${import.meta.env.BASE_URL}:prelabel`
/** Milliseconds between two looks at a task that waits. */
const LOOK = 2_000

let isDriving = false

/** Goes on until nothing is left to do. Another tab that does it already is waited for. */
export async function drivePrelabels(): Promise<void> {
  if (isDriving) return
  isDriving = true
  try {
    await navigator.locks.request(LOCK, driveAll)
  } finally {
    isDriving = false
  }
}

export const isPrelabel = ({ group }: Task) => group === 'Pre-label'

async function driveAll(): Promise<void> {
  for (;;) {
    const open = (await tasksApi.list()).filter((task) => isPrelabel(task) && !task.completed)
    const next = open.findLast(({ paused }) => !paused)
    if (next) await drive(next.id)
    else if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, LOOK))
    else return
  }
}

/** Until it is done, cancelled or told to wait. */
async function drive(id: number): Promise<void> {
  for (;;) {
    const work = await prelabelApi.next(id)
    if (work.completed || work.paused || !work.image) return
    const result = await lookAt(work).catch((error: Error): PrelabelResult => ({
      image_id: work.image!.id,
      problem: error.message.slice(0, 500),
    }))
    await prelabelApi.hand(id, result)
  }
}

async function lookAt(work: PrelabelWork): Promise<PrelabelResult> {
  const { signal } = new AbortController()
  const { id, boxes } = work.image!
  if (work.mode === 'boxes' && boxes.length === 0) return { image_id: id }
  const image = await modelImage(id, signal)
  if (work.mode === 'detect') {
    const detector = await detectorFor(work.model, signal)
    const found = await detector.detect(image, { threshold: work.threshold, overlap: work.overlap }, signal)
    return {
      image_id: id,
      predictions: found.flatMap((each) => prediction(each, detector.names, work.categories)).slice(0, 2000),
    }
  }
  const segmenter = await segmenterFor(work.model, false, signal)
  const shapes: NonNullable<PrelabelResult['shapes']> = []
  for (const { id: annotation, box } of boxes.slice(0, 2000)) {
    const [best] = await segmenter.segment(image, { points: [], box: box as [number, number, number, number] }, signal)
    if (best && best.parts.length > 0) shapes.push({ id: annotation, shape: { kind: 'polygons', parts: best.parts } })
  }
  return { image_id: id, shapes }
}

/** Of a class that nothing was said about: none. */
function prediction(
  { label, score, bbox: [x, y, width, height], parts, keypoints }: Detection,
  names: readonly string[],
  categories: Record<string, number>,
): NonNullable<PrelabelResult['predictions']> {
  const category_id = categories[names[label] ?? '']
  if (category_id === undefined) return []
  const shape: Shape = parts && parts.length > 0 ? { kind: 'polygons', parts } : { kind: 'box', x, y, width, height }
  return [{ category_id, score: Math.min(1, score), shape, ...(keypoints ? { keypoints } : {}) }]
}
