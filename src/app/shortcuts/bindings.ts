/** Key bindings: the command's default keys, unless the user changed them on this device. */
import { shallowRef } from 'vue'
import { sameKey } from './keys'

/** A command that can have a key. */
export interface Command {
  id: string
  keys: readonly string[]
}

type Changed = Readonly<Record<string, readonly string[]>>

const STORED = 'atoll:keys'

const changed = shallowRef<Changed>(stored())

export const keysOf = ({ id, keys }: Command): readonly string[] => changed.value[id] ?? keys

export const isChanged = ({ id }: Command): boolean => id in changed.value

/** The other command that already has the key. */
export function holderOf(commands: readonly Command[], key: string, besides: Command): Command | null {
  return (
    commands.find((command) => command.id !== besides.id && keysOf(command).some((each) => sameKey(each, key))) ?? null
  )
}

/** Binds a key to a command and removes it from any other command. */
export function bindKey(commands: readonly Command[], command: Command, key: string) {
  const holder = holderOf(commands, key, command)
  const freed = holder ? { [holder.id]: keysOf(holder).filter((each) => !sameKey(each, key)) } : {}
  store({ ...changed.value, ...freed, [command.id]: [key] })
}

export function resetKeys(command: Command) {
  store(Object.fromEntries(Object.entries(changed.value).filter(([id]) => id !== command.id)))
}

export const resetAllKeys = () => store({})

function store(next: Changed) {
  changed.value = next
  try {
    localStorage.setItem(STORED, JSON.stringify(next))
  } catch {
    // storage is full or blocked: the binding lasts until the page is closed
  }
}

function stored(): Changed {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORED) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).filter(([, keys]) => Array.isArray(keys) && keys.every((key) => typeof key === 'string')),
    )
  } catch {
    return {}
  }
}
