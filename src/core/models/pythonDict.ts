/** Names of classes as exporters of YOLO write them into the metadata: `{0: 'person', 1: "bird's nest"}`, a list, or JSON. */

const ENTRY = /(?:["']?(\d+)["']?\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gy

/** In the order of their numbers; null when it is something else. Missing numbers are named "class 7". */
export function readNames(text: string | undefined): string[] | null {
  const body = text?.trim().match(/^[{[]([\s\S]*)[}\]]$/)?.[1]
  if (body === undefined) return null
  const names: string[] = []
  let at = 0
  for (let next = 0; /\S/.test(body.slice(at)); next++) {
    ENTRY.lastIndex = at + body.slice(at).search(/[^\s,]|$/)
    const found = ENTRY.exec(body)
    if (!found) return ENTRY.lastIndex >= body.length || /^[\s,]*$/.test(body.slice(at)) ? finished(names) : null
    const number = found[1] === undefined ? next : Number(found[1])
    if (number > MOST) return null
    names[number] = (found[2] ?? found[3] ?? '').replace(/\\(.)/g, '$1')
    at = ENTRY.lastIndex
  }
  return finished(names)
}

const MOST = 100_000

const finished = (names: string[]): string[] | null =>
  names.length === 0 ? null : Array.from(names, (name, index) => name ?? `class ${index}`)

/** Numbers as `[17, 3]` or `(640, 640)`. */
export const readNumbers = (text: string | undefined): number[] => (text?.match(/\d+/g) ?? []).map(Number)
