/**
 * First phase: reads the file in slices and stages its elements, annotations by image. The images and annotations of a small file are
 * buffered in memory instead. A file that is not valid JSON to its last byte is refused here, before anything is published.
 */
import { badRequest } from '@/contract/errors'
import { foreignKind } from '@/core/coco/check/annotation'
import { asKey } from '@/core/coco/check/problem'
import { InvalidInput } from '@/core/errors'
import { meantList } from '@/core/coco/parse/nearMiss'
import { LISTS, type CocoPart, type ElementsPart } from '@/core/coco/parse/parts'
import { staging } from '../../db/tasks/staging'
import type { Outcome, Step } from '../kind'
import { buffer } from './buffered'
import { wholeOf } from './prefetch'
import { readParts } from './readParts'
import { sizes } from './sizes'
import { isOurId, type CocoRun, type CocoState } from './state'

interface Staged {
  list: string
  number: number
  data: unknown
}

export async function stageStep(
  { options, source, blob, state, memory }: CocoRun,
  outcome: (state: CocoState) => Outcome,
): Promise<Step> {
  const next: CocoState = { ...state, chunks: { ...state.chunks }, largest: { ...state.largest } }
  const { parts, seen, isLast } =
    (await readAtOnce(source.upload, blob, state)) ?? (await readParts(blob, state.position, sizes.slice))
  const rows = parts.flatMap((part) => stagePart(part, next))
  next.literals = [...(state.literals ?? []), ...parts.flatMap(literalsOf)]
  next.position = parts.at(-1)?.next ?? next.position
  if (state.held) buffer(memory, parts, state.position?.offset ?? 0, next.position?.offset ?? 0)
  if (isLast) {
    if (!seen.includes('images')) throw noImages(parts, next)
    if (state.held) next.chunks.images = Math.ceil((next.position?.counts.images ?? 0) / sizes.images)
    next.phase = 'categories'
  }
  return {
    tables: 'staging',
    commit: async () => {
      await staging.putAll(options.task, rows)
      return outcome(next)
    },
  }
}

/** Entries that had NaN or Infinity. */
const literalsOf = (part: CocoPart): string[] =>
  part.kind === 'elements'
    ? (part.repaired ?? []).map((index) => `${part.list}, id ${JSON.stringify(part.items[index]!.id)}`)
    : []

/** All parts of a small file; null if the file is large or the splitter is needed. */
async function readAtOnce(
  upload: string,
  blob: Blob,
  { held, position }: CocoState,
): Promise<Awaited<ReturnType<typeof readParts>> | null> {
  const whole = held && !position ? await wholeOf(upload, blob) : null
  if (!whole) return null
  const counts = {
    images: whole.images.length,
    annotations: whole.annotations.length,
    categories: whole.categories.length,
  }
  const next = { offset: blob.size, list: null, seen: [...LISTS], counts }
  const members = whole.members.map(([name, value]): CocoPart => ({ kind: 'member', name, value, next }))
  const lists = LISTS.map((list): CocoPart => ({
    kind: 'elements',
    list,
    items: whole[list],
    texts: () => whole[list].map((item) => JSON.stringify(item)),
    next,
  }))
  return { parts: [...members, ...lists], seen: LISTS, isLast: true }
}

function noImages(parts: CocoPart[], { chunks }: CocoState) {
  const members = parts.flatMap((part) => (part.kind === 'member' ? [`"${part.name.slice(0, 40)}"`] : []))
  const has = members.length > 0 && chunks.top === members.length ? ` It has ${members.slice(0, 8).join(', ')}.` : ''
  const meant = parts.find((part) => part.kind === 'member' && meantList(part.name) === 'images')
  if (meant?.kind === 'member')
    return new InvalidInput(
      `The list of images is called "${meant.name}" in this file. Rename it to "images" and import again.`,
    )
  return new InvalidInput(`This JSON is no COCO dataset: it has no list "images".${has}`)
}

/** The records to stage for a part. Updates the counts in `next`. */
function stagePart(part: CocoPart, next: CocoState): Staged[] {
  if (part.kind === 'member') return [{ list: 'coco/top', number: next.chunks.top++, data: [part.name, part.value] }]
  if (part.list === 'annotations') return stageAnnotations(part, next)
  if (part.list === 'images') raise(next, 'image', part.items)
  if (part.list === 'images' && next.held) return []
  const texts = part.texts()
  const rows: Staged[] = []
  for (let from = 0; from < texts.length; from += sizes.images) {
    rows.push({
      list: `coco/${part.list}`,
      number: next.chunks[part.list]++,
      data: asList(texts.slice(from, from + sizes.images)),
    })
  }
  return rows
}

function stageAnnotations(part: ElementsPart, next: CocoState): Staged[] {
  const foreign = next.chunks.annotations === 0 && part.items[0] && foreignKind(part.items[0])
  if (foreign) throw badRequest(foreign)
  raise(next, 'annotation', part.items)
  const number = next.chunks.annotations++
  if (next.held) return []
  const texts = part.texts()
  const buckets = new Map<number, string[]>()
  part.items.forEach((item, index) => {
    const bucket = bucketOf(item.image_id, next.buckets)
    const list = buckets.get(bucket)
    if (list) list.push(texts[index]!)
    else buckets.set(bucket, [texts[index]!])
  })
  return [...buckets].map(([bucket, list]) => ({ list: annotationList(bucket), number, data: asList(list) }))
}

/** Text is faster to store and to read than objects. */
const asList = (texts: string[]) => `[${texts.join(',')}]`

export const annotationList = (bucket: number) => `coco/annotations/${bucket}`

function raise(next: CocoState, sequence: 'annotation' | 'image', items: Record<string, unknown>[]) {
  for (const { id } of items) if (isOurId(id) && id > next.largest[sequence]) next.largest[sequence] = id
}

/** The bucket for the annotations of an image. */
export function bucketOf(image: unknown, buckets: number): number {
  const key = asKey(image) ?? 0
  if (typeof key === 'number') return (Math.imul(key >>> 0, 0x9e3779b1) >>> 0) % buckets
  let hash = 0
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) >>> 0
  return hash % buckets
}
