/** A name or path that is not taken: with a number before its ending where it is. What was changed is added to `renamed`. */
export function freeName(name: string, isTaken: (name: string) => boolean, renamed: string[]): string {
  if (!isTaken(name)) return name
  const [, stem = name, ending = ''] = /^(.*[^/])(\.[^./]+)$/.exec(name) ?? []
  for (let number = 2; ; number++) {
    const free = `${stem} (${number})${ending}`
    if (isTaken(free)) continue
    renamed.push(`${name} -> ${free}`)
    return free
  }
}
