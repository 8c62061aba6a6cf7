/**
 * Images and annotations of a file that is small enough to be held: they are not staged but kept as they were read. That is only
 * to save time: after a stop the stored file is read again, and gives the same ones in the same order.
 */
import type { CocoPart } from '@/core/coco/parts'
import { readWhole } from '@/core/coco/whole'
import type { Memory } from '../kind'
import { readParts } from './readParts'
import { sizes } from './sizes'
import type { CocoState } from './state'

type Raw = Record<string, unknown>

export interface BufferedCoco {
  /** All of them up to this byte of the file are here. */
  upTo: number
  images: Raw[]
  annotations: Raw[]
}

/** Keeps what parts have that were read from one byte on to another. */
export function hold(memory: Memory, parts: CocoPart[], from: number, upTo: number): void {
  const held = from === 0 ? { upTo: 0, images: [], annotations: [] } : (memory.get('held') as BufferedCoco | undefined)
  if (held?.upTo !== from) return
  collect(parts, held)
  memory.set('held', { ...held, upTo })
}

/** What the file has, all of it. Whoever is the last to need it deletes `held` from the memory. */
export async function readBuffered(memory: Memory, blob: Blob, state: CocoState): Promise<BufferedCoco> {
  const known = memory.get('held') as BufferedCoco | undefined
  const held = known && known.upTo === state.position?.offset ? known : await readAll(blob, state.position?.offset ?? 0)
  memory.set('held', held)
  return held
}

async function readAll(blob: Blob, upTo: number): Promise<BufferedCoco> {
  const whole = readWhole(new Uint8Array(await blob.arrayBuffer()))
  const held: BufferedCoco = { upTo, images: whole?.images ?? [], annotations: whole?.annotations ?? [] }
  for (let position: CocoState['position'] = null; !whole; ) {
    const { parts, isLast } = await readParts(blob, position, sizes.slice)
    collect(parts, held)
    if (isLast) break
    position = parts.at(-1)?.next ?? position
  }
  return held
}

/** One by one: a slice may have more than a call takes arguments. */
function collect(parts: CocoPart[], held: BufferedCoco): void {
  for (const part of parts) {
    if (part.kind === 'elements' && part.list !== 'categories') for (const item of part.items) held[part.list].push(item)
  }
}
