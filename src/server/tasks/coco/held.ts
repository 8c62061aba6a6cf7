/**
 * Annotations of a file that is small enough to be held: they are not staged but kept as they were read. That is only to save
 * time: after a stop the stored file is read again, and gives the same ones in the same order.
 */
import type { CocoPart } from '@/core/coco/parts'
import type { Memory } from '../kind'
import { readParts } from './readParts'
import { sizes } from './sizes'
import type { CocoState } from './state'

type Raw = Record<string, unknown>

interface Held {
  /** All annotations up to this byte of the file are here. */
  upTo: number
  items: Raw[]
}

/** Keeps the annotations of parts that were read from one byte on to another. */
export function hold(memory: Memory, parts: CocoPart[], from: number, upTo: number): void {
  const held = from === 0 ? { upTo: 0, items: [] } : (memory.get('held') as Held | undefined)
  if (held?.upTo !== from) return
  collect(parts, held.items)
  memory.set('held', { upTo, items: held.items })
}

/** All annotations of the file, which are held no longer. */
export async function takeHeld(memory: Memory, blob: Blob, state: CocoState): Promise<Raw[]> {
  const held = memory.get('held') as Held | undefined
  memory.delete('held')
  return held && held.upTo === state.position?.offset ? held.items : readAll(blob)
}

async function readAll(blob: Blob): Promise<Raw[]> {
  const items: Raw[] = []
  for (let position: CocoState['position'] = null; ; ) {
    const { parts, isLast } = await readParts(blob, position, sizes.slice)
    collect(parts, items)
    if (isLast) return items
    position = parts.at(-1)?.next ?? position
  }
}

/** One by one: a slice may have more than a call takes arguments. */
function collect(parts: CocoPart[], items: Raw[]): void {
  for (const part of parts) {
    if (part.kind === 'elements' && part.list === 'annotations') for (const item of part.items) items.push(item)
  }
}
