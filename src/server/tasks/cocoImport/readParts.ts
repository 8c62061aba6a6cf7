/** Reads a stored COCO file in slices, from a given position. */
import { badRequest } from '@/contract/errors'
import type { CocoPart, Position } from '@/core/coco/parse/parts'
import { CocoSplitter } from '@/core/coco/parse/splitter'

/** The parts in the next `slice` bytes. Reads further slices until there is at least one part. */
export async function readParts(blob: Blob, position: Position | null, slice: number) {
  const splitter = new CocoSplitter(position ?? undefined)
  const parts: CocoPart[] = []
  let at = position?.offset ?? 0
  while (at < blob.size && parts.length === 0) {
    const chunk = new Uint8Array(await blob.slice(at, at + slice).arrayBuffer())
    if (chunk.length === 0) throw badRequest('The stored file cannot be read any more. Send it again.')
    at += chunk.length
    parts.push(...splitter.take(chunk))
  }
  const isLast = at >= blob.size
  if (isLast) splitter.end()
  return { parts, seen: splitter.listsSeen, isLast }
}
