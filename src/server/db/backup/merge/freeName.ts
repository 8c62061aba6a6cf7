import { numberedPaths } from '@/core/paths'

/** The name or path, with a number before its ending if it is taken. Adds "old -> new" to `renamed`. */
export function freeName(name: string, isTaken: (name: string) => boolean, renamed: string[]): string {
  if (!isTaken(name)) return name
  const free = firstFree(numberedPaths(name), isTaken)
  renamed.push(`${name} -> ${free}`)
  return free
}

function firstFree(candidates: Iterable<string>, isTaken: (name: string) => boolean): string {
  for (const candidate of candidates) if (!isTaken(candidate)) return candidate
  throw new Error('There is no free name.')
}
