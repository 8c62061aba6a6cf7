// Changes as server-sent events, resumed by Last-Event-ID. Each response ends after 25 s and the browser reconnects, so that no
// request lives long enough for a browser to end it, and none keeps an idle worker alive. Schemas: src/contract/events.ts
import { http } from 'msw'
import { EventsQuery, type ChangeEvent, type MissedEvent } from '@/contract/events'
import { changes } from '../db/store/changes'
import type { ChangeRow } from '../db/store/rows'
import { lastChange } from '../db/store/write'
import { path, readQuery } from './http/request'

/** Length of a response in milliseconds. Tests make it shorter. */
export const patience = { events: 25_000 }

const AT_ONCE = 500

const serialise = ({ seq = 0, ...change }: ChangeRow): ChangeEvent => ({ seq, ...change })
const toText = (change: ChangeEvent) => `id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`

/** Some are not kept any more: whoever asks reads anew what it shows. */
const missed = (data: MissedEvent) => `id: ${data.oldest - 1}\nevent: missed\ndata: ${JSON.stringify(data)}\n\n`

async function* eventTexts(after: number, signal: AbortSignal): AsyncGenerator<string> {
  yield `retry: 1000\nid: ${after}\n\n`
  const oldest = await changes.oldest()
  if (oldest !== undefined && after < oldest - 1) yield missed({ after, oldest })
  for (let seq = after; ;) {
    // listens before it reads, so that no change is missed in between
    const changed = changes.next(signal)
    const rows = (await changes.after(seq, AT_ONCE)).map(serialise)
    if (rows.length > 0) yield rows.map(toText).join('')
    seq = rows.at(-1)?.seq ?? seq
    if (signal.aborted) return
    if (rows.length < AT_ONCE) await changed
  }
}

export const eventHandlers = [
  http.get(path('/events'), async ({ request }) => {
    const { after } = readQuery(request, EventsQuery)
    const known = request.headers.get('last-event-id')
    const from = known && /^\d{1,15}$/.test(known) ? Number(known) : (after ?? (await lastChange()))
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), patience.events)
    const texts = eventTexts(from, stop.signal)
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await texts.next()
        if (!done) return controller.enqueue(encoder.encode(value))
        clearTimeout(timer)
        controller.close()
      },
      cancel() {
        clearTimeout(timer)
        stop.abort()
      },
    })
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' },
    })
  }),
]
