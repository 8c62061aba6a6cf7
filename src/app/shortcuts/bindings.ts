/** Key bindings: the command's default keys, unless the user changed them on this device. */
import { shallowRef } from 'vue'
import { readObject, writeJson } from '../deviceStorage'
import { sameKey } from './keys'

/** A command that can have a key. */
export interface Command {
  id: string
  keys: readonly string[]
}

type Changed = Readonly<Record<string, readonly string[]>>

const STORED = 'atoll:keys'

const isKeys = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string')

const stored = (): Changed =>
  Object.fromEntries(
    Object.entries(readObject(STORED)).filter((entry): entry is [string, string[]] => isKeys(entry[1])),
  )

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

/** Without storage, the binding lasts until the page is closed. */
function store(next: Changed) {
  changed.value = next
  writeJson(STORED, next)
}
