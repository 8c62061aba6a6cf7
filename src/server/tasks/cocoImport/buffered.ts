/**
 * Buffers the images and annotations of a small file in memory instead of staging them, to save time. After a stop of the worker the
 * stored file is read again, which gives the same elements in the same order.
 */
import type { CocoPart } from '@/core/coco/parse/parts'
import { readWhole } from '@/core/coco/parse/whole'
import type { Memory } from '../kind'
import { slot } from '../memory'
import { readParts } from './readParts'
import { sizes } from './sizes'
import type { CocoRun, CocoState } from './state'

type Raw = Record<string, unknown>

export interface BufferedCoco {
  /** The elements before this byte of the file are buffered. */
  upTo: number
  images: Raw[]
  annotations: Raw[]
}

const BUFFERED = slot<BufferedCoco>('buffered')

/** Adds the elements of parts that were read from byte `from` to byte `upTo`. */
export function buffer(memory: Memory, parts: CocoPart[], from: number, upTo: number): void {
  const buffered = from === 0 ? { upTo: 0, images: [], annotations: [] } : memory.get(BUFFERED)
  if (buffered?.upTo !== from) return
  collect(parts, buffered)
  memory.set(BUFFERED, { ...buffered, upTo })
}

/** All images and annotations of the file. Call `dropBuffered` when they are no longer needed. */
export async function readBuffered({
  memory,
  blob,
  state,
}: Pick<CocoRun, 'memory' | 'blob' | 'state'>): Promise<BufferedCoco> {
  const upTo = state.position?.offset ?? 0
  const earlier = memory.get(BUFFERED)
  const buffered = earlier?.upTo === upTo ? earlier : await readAll(blob, upTo)
  memory.set(BUFFERED, buffered)
  return buffered
}

export const dropBuffered = (memory: Memory): void => memory.delete(BUFFERED)

async function readAll(blob: Blob, upTo: number): Promise<BufferedCoco> {
  const whole = readWhole(new Uint8Array(await blob.arrayBuffer()))
  const buffered: BufferedCoco = { upTo, images: whole?.images ?? [], annotations: whole?.annotations ?? [] }
  for (let position: CocoState['position'] = null; !whole;) {
    const { parts, isLast } = await readParts(blob, position, sizes.slice)
    collect(parts, buffered)
    if (isLast) break
    position = parts.at(-1)?.next ?? position
  }
  return buffered
}

/** Pushes elements one by one, because a slice may have more of them than a call takes arguments. */
function collect(parts: CocoPart[], buffered: BufferedCoco): void {
  for (const part of parts) {
    if (part.kind === 'elements' && part.list !== 'categories')
      for (const item of part.items) buffered[part.list].push(item)
  }
}
