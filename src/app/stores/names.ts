/** `name`, or `name 2`, `name 3`... when it is taken. */
export function freeName(name: string, taken: Iterable<string>): string {
  const names = new Set(taken)
  let candidate = name
  for (let number = 2; names.has(candidate); number++) candidate = `${name} ${number}`
  return candidate
}
