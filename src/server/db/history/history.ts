/** What can be undone and redone on an image (decisions/0006). Call within a write transaction; `list` anywhere. */
import type { HistoryEntry } from '@/contract/annotator'
import type { HistoryHeadRow, HistoryStep } from '../store/rows'
import { db } from '../store/schema'

const MAX_ENTRIES = 200
const MAX_BYTES = 16 * 1024 * 1024

export type Direction = 'undo' | 'redo'

export const history = {
  list: async (imageId: number): Promise<HistoryEntry[]> => listed(await history.head(imageId)),

  /** What all the others need. */
  head: async (imageId: number): Promise<HistoryHeadRow> =>
    (await db.historyHeads.get(imageId)) ?? { image_id: imageId, last_seq: 0, entries: [] },

  /** Adds what was done last. What was undone before can no longer be redone; the oldest go beyond the limits, never this one. */
  async push(head: HistoryHeadRow, label: string, steps: HistoryStep[]): Promise<HistoryHeadRow> {
    const { image_id } = head
    const seq = head.last_seq + 1
    const entry = { seq, label, at: Date.now(), undone: false, bytes: sizeOf(steps) }
    const kept = newest([...head.entries.filter(({ undone }) => !undone), entry])
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

  /** The steps that go back or forth next, in the order they were done; undefined when there is nothing. */
  async next({ image_id, entries }: HistoryHeadRow, direction: Direction): Promise<{ seq: number; steps: HistoryStep[] } | undefined> {
    const entry = direction === 'undo' ? entries.findLast(({ undone }) => !undone) : entries.find(({ undone }) => undone)
    return entry && db.history.get([image_id, entry.seq])
  },

  /** Notes that an entry was undone or redone, with its steps as they are to be taken from now on. */
  async turn(head: HistoryHeadRow, seq: number, direction: Direction, steps: HistoryStep[]): Promise<HistoryHeadRow> {
    const next = { ...head, entries: head.entries.map((entry) => (entry.seq === seq ? { ...entry, undone: direction === 'undo' } : entry)) }
    await Promise.all([db.history.put({ image_id: head.image_id, seq, steps }), db.historyHeads.put(next)])
    return next
  },
}

/** As it is told. */
export const listed = ({ entries }: HistoryHeadRow): HistoryEntry[] => entries.map(({ seq, label, at, undone }) => ({ seq, label, at, undone }))

const sizeOf = (steps: HistoryStep[]) => JSON.stringify(steps).length

/** As many of the newest as fit, at least one. */
function newest(entries: HistoryHeadRow['entries']): HistoryHeadRow['entries'] {
  let bytes = 0
  let from = entries.length
  while (from > 0 && entries.length - from < MAX_ENTRIES) {
    bytes += entries[from - 1]!.bytes
    if (bytes > MAX_BYTES && from < entries.length) break
    from--
  }
  return entries.slice(from)
}
