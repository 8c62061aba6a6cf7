/**
 * Compares COCO files by themselves: plain JSON.parse, nothing of our reader. What an export adds (documented fields, computed
 * values) is no difference; what it loses or changes is, and is listed by path.
 */
type Json = unknown
type Entry = Record<string, Json>

export function differences(original: Entry, exported: Entry): string[] {
  const found: string[] = []
  for (const [name, value] of Object.entries(original)) {
    if (['images', 'annotations', 'categories'].includes(name))
      found.push(...compareLists(name, (value ?? []) as Entry[], (exported[name] ?? []) as Entry[]))
    else compare(name, value, exported[name], found)
  }
  return found
}

/** Entries by id; panoptic and the like, which have none, by position. */
function compareLists(name: string, original: Entry[], exported: Entry[]): string[] {
  const found: string[] = []
  const byId = new Map(exported.map((entry) => [entry.id, entry]))
  if (original.length !== exported.length) found.push(`${name}: ${original.length} became ${exported.length}`)
  for (const entry of original) {
    const other = byId.get(entry.id)
    if (!other) found.push(`${name} ${String(entry.id)}: gone`)
    else
      for (const [field, value] of Object.entries(entry))
        compare(`${name} ${String(entry.id)}.${field}`, value, other[field], found)
  }
  return found
}

function compare(path: string, a: Json, b: Json, found: string[]): void {
  if (JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b)))
    found.push(`${path}: ${JSON.stringify(a)?.slice(0, 60)} became ${JSON.stringify(b)?.slice(0, 60)}`)
}

/** Members in alphabetical order, since their order means nothing. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}
