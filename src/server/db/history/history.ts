/**
 * What can be undone and redone on an image (decisions/0006), each session for itself (decisions/0026). Call within a write
 * transaction; `list` anywhere.
 */
import type { HistoryEntry } from '@/contract/annotator'
import { badRequest } from '@/contract/errors'
import type { HistoryHeadEntry, HistoryHeadRow, HistoryStep } from '../store/rows'
import { db } from '../store/schema'

const MAX_ENTRIES = 200
const MAX_BYTES = 16 * 1024 * 1024

export type Direction = 'undo' | 'redo'

/** Who changes something: a tab's session; null: none was named. */
export type By = string | null

/** `seq`: one step; absent: the next one of that session, without a session the next one of all. */
export interface WantedStep {
  direction: Direction
  by: By
  seq?: number
}

export const history = {
  list: async (imageId: number): Promise<HistoryEntry[]> => listed(await history.head(imageId)),

  /** What all the others need. */
  head: async (imageId: number): Promise<HistoryHeadRow> =>
    (await db.historyHeads.get(imageId)) ?? { image_id: imageId, last_seq: 0, entries: [] },

  /** Adds what was done last. What that session undid before can no longer be redone; the oldest go beyond the limits, never this one. */
  async push(head: HistoryHeadRow, label: string, steps: HistoryStep[], by: By): Promise<HistoryHeadRow> {
    const { image_id } = head
    const seq = head.last_seq + 1
    const entry = { seq, label, at: Date.now(), undone: false, by, bytes: sizeOf(steps) }
    const kept = newest([...head.entries.filter((each) => !each.undone || !isOf(each, by)), entry])
    const stays = new Set(kept.map((each) => each.seq))
    const gone = head.entries.filter((each) => !stays.has(each.seq))
    const next = { image_id, last_seq: seq, entries: kept }
    await Promise.all([
      gone.length > 0 && db.history.bulkDelete(gone.map((each): [number, number] => [image_id, each.seq])),
      db.history.put({ image_id, seq, steps }),
      db.historyHeads.put(next),
    ])
    return next
  },

  /** The entry that goes back or forth next; 400 when there is none. */
  next({ entries }: HistoryHeadRow, { direction, by, seq }: WantedStep): HistoryHeadEntry {
    const open = entries.filter(
      (entry) => entry.undone === (direction === 'redo') && (seq === undefined ? isOf(entry, by) : entry.seq === seq),
    )
    const entry = direction === 'undo' ? open.at(-1) : open[0]
    if (entry) return entry
    if (seq === undefined) throw badRequest(`There is nothing to ${direction}.`)
    throw badRequest(
      `Step ${seq} cannot be ${direction === 'undo' ? 'undone' : 'redone'}: it is so already, or it is not in the history any more.`,
    )
  },

  /** The step of that session before this one that could be undone instead. */
  before: ({ entries }: HistoryHeadRow, seq: number, by: By): number | null =>
    entries.findLast((entry) => !entry.undone && entry.seq < seq && isOf(entry, by))?.seq ?? null,

  /** What the entry did, in the order it was done. */
  steps: async ({ image_id }: HistoryHeadRow, seq: number): Promise<HistoryStep[]> =>
    (await db.history.get([image_id, seq]))?.steps ?? [],

  /** Notes that an entry was undone or redone, with its steps as they are to be taken from now on. It belongs to whoever undid it. */
  async turn(
    head: HistoryHeadRow,
    seq: number,
    { direction, by }: WantedStep,
    steps: HistoryStep[],
  ): Promise<HistoryHeadRow> {
    const turned = (entry: HistoryHeadEntry) => ({
      ...entry,
      undone: direction === 'undo',
      by: direction === 'undo' ? by : entry.by,
    })
    const next = { ...head, entries: head.entries.map((entry) => (entry.seq === seq ? turned(entry) : entry)) }
    await Promise.all([db.history.put({ image_id: head.image_id, seq, steps }), db.historyHeads.put(next)])
    return next
  },
}

/** As it is told. */
export const listed = ({ entries }: HistoryHeadRow): HistoryEntry[] =>
  entries.map(({ seq, label, at, undone, by = null }) => ({ seq, label, at, undone, by }))

/** What nobody named a session for is everybody's. */
const isOf = (entry: HistoryHeadEntry, by: By) => by === null || (entry.by ?? by) === by

const sizeOf = (steps: HistoryStep[]) => JSON.stringify(steps).length

/** As many of the newest as fit, at least one. */
function newest(entries: HistoryHeadEntry[]): HistoryHeadEntry[] {
  let bytes = 0
  let from = entries.length
  while (from > 0 && entries.length - from < MAX_ENTRIES) {
    bytes += entries[from - 1]!.bytes
    if (bytes > MAX_BYTES && from < entries.length) break
    from--
  }
  return entries.slice(from)
}
