/** Hears of every stored change, from whichever tab. A burst counts once, a long one now and then, and a hidden tab listens when it is looked at again. */
import { changesChannelName } from '@/contract/channels/changesChannel'

const CHANNEL = changesChannelName(import.meta.env.BASE_URL)
const PAUSE = 250 // milliseconds
/** While changes do not stop, as in an import. Milliseconds. */
const LONGEST = 2000

export function onOtherTabs(heard: (seq: number) => Promise<void> | undefined): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {}
  const channel = new BroadcastChannel(CHANNEL)
  const stop = new AbortController()
  let newest = 0
  let burstSince = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const pass = () => {
    burstSince = 0
    if (newest === 0 || document.hidden) return
    const seq = newest
    newest = 0
    // A read that fails is no loss: the next change brings another, and a save on old ground is refused.
    heard(seq)?.catch(() => {})
  }
  const listen = ({ data }: MessageEvent<{ seq?: unknown }>) => {
    if (typeof data?.seq !== 'number') return
    newest = data.seq
    clearTimeout(timer)
    burstSince ||= Date.now()
    timer = setTimeout(pass, Math.max(0, Math.min(PAUSE, burstSince + LONGEST - Date.now())))
  }
  channel.addEventListener('message', listen, { signal: stop.signal })
  document.addEventListener('visibilitychange', pass, { signal: stop.signal })
  return () => {
    clearTimeout(timer)
    stop.abort()
    channel.close()
  }
}
