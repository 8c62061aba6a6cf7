/**
 * Which tab this is, so that undo takes back what was done here. A tab keeps its name when it is reloaded; one that was
 * duplicated takes a new name, since its name is in use.
 */
const KEY = `atoll:${import.meta.env.BASE_URL}:session`
/** How long a page that is going may take to let go of its name. Milliseconds. */
const PATIENCE = 2000

let mine: Promise<string> | undefined

export const tabSession = (): Promise<string> => (mine ??= claim())

/** Names of the other tabs that are open. */
export async function otherSessions(): Promise<ReadonlySet<string>> {
  const [own, query] = await Promise.all([tabSession(), globalThis.navigator?.locks?.query()])
  const names = (query?.held ?? []).flatMap(({ name }) => (name?.startsWith(KEY) ? [name.slice(KEY.length + 1)] : []))
  return new Set(names.filter((name) => name !== own))
}

async function claim(): Promise<string> {
  const stored = read()
  if (stored && (await hold(stored, PATIENCE))) return stored
  const fresh = crypto.randomUUID()
  await hold(fresh)
  store(fresh)
  return fresh
}

/** Holds the name as long as the page lives; false when another tab still has it after `patience` milliseconds. Without locks nobody can tell. */
function hold(name: string, patience?: number): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(true)
  return new Promise((resolve) => {
    const untilTheEnd = () => {
      resolve(true)
      return new Promise<never>(() => {})
    }
    const signal = patience === undefined ? undefined : AbortSignal.timeout(patience)
    locks.request(`${KEY}:${name}`, { signal }, untilTheEnd).catch(() => resolve(false))
  })
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}

function store(name: string) {
  try {
    sessionStorage.setItem(KEY, name)
  } catch {
    // Without permission to store, a reload makes another session of it.
  }
}
