/** What can be undone and redone on an image (decisions/0006). Call within a write transaction; `list` anywhere. */
import type { HistoryEntry } from '@/contract/annotator'
import type { HistoryHeadRow, HistoryStep } from './rows'
import { db } from './schema'

const MAX_ENTRIES = 200
const MAX_BYTES = 16 * 1024 * 1024

export type Direction = 'undo' | 'redo'

export const history = {
  async list(imageId: number): Promise<HistoryEntry[]> {
    const { entries } = await readHead(imageId)
    return entries.map(({ seq, label, at, undone }) => ({ seq, label, at, undone }))
  },

  /** Adds what was done last. What was undone before can no longer be redone; the oldest go beyond the limits, never this one. */
  async push(imageId: number, label: string, steps: HistoryStep[]): Promise<void> {
    const head = await readHead(imageId)
    const seq = head.last_seq + 1
    const entry = { seq, label, at: Date.now(), undone: false, bytes: sizeOf(steps) }
    const kept = newest([...head.entries.filter(({ undone }) => !undone), entry])
    const stays = new Set(kept.map((each) => each.seq))
    const gone = head.entries.filter((each) => !stays.has(each.seq))
    await Promise.all([
      gone.length > 0 && db.history.bulkDelete(gone.map((each): [number, number] => [imageId, each.seq])),
      db.history.put({ image_id: imageId, seq, steps }),
      db.historyHeads.put({ image_id: imageId, last_seq: seq, entries: kept }),
    ])
  },

  /** The steps that go back or forth next, in the order they were done; undefined when there is nothing. */
  async next(imageId: number, direction: Direction): Promise<{ seq: number; steps: HistoryStep[] } | undefined> {
    const { entries } = await readHead(imageId)
    const entry = direction === 'undo' ? entries.findLast(({ undone }) => !undone) : entries.find(({ undone }) => undone)
    return entry && db.history.get([imageId, entry.seq])
  },

  /** Notes that an entry was undone or redone, with its steps as they are to be taken from now on. */
  async turn(imageId: number, seq: number, direction: Direction, steps: HistoryStep[]): Promise<void> {
    const head = await readHead(imageId)
    const entries = head.entries.map((entry) => (entry.seq === seq ? { ...entry, undone: direction === 'undo' } : entry))
    await Promise.all([db.history.put({ image_id: imageId, seq, steps }), db.historyHeads.put({ ...head, entries })])
  },
}

const readHead = async (imageId: number): Promise<HistoryHeadRow> =>
  (await db.historyHeads.get(imageId)) ?? { image_id: imageId, last_seq: 0, entries: [] }

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
