/**
 * Finds the image of a dataset that a file means: the exact path, else the only path that ends in the name, else
 * the only equal base name. Never a guess: when several fit, none is taken. Upper and lower case are kept apart.
 */
import { baseName } from '../paths'

export interface PathIndex {
  byPath: Map<string, number>
  byBaseName: Map<string, [path: string, id: number][]>
}

export type Match = { id: number } | 'missing' | 'ambiguous'

export function newPathIndex(entries: Iterable<[path: string, id: number]>): PathIndex {
  const index: PathIndex = { byPath: new Map(), byBaseName: new Map() }
  for (const [path, id] of entries) addToIndex(index, path, id)
  return index
}

function addToIndex({ byPath, byBaseName }: PathIndex, path: string, id: number): void {
  byPath.set(path, id)
  const name = baseName(path)
  const list = byBaseName.get(name)
  if (list) list.push([path, id])
  else byBaseName.set(name, [[path, id]])
}

/** `path`: the file's name, normalised. `folder`: of the dataset, tried first; '' for none. */
export function matchImage({ byPath, byBaseName }: PathIndex, path: string, folder = ''): Match {
  const exact = (folder ? byPath.get(`${folder}/${path}`) : undefined) ?? byPath.get(path)
  if (exact !== undefined) return { id: exact }
  const candidates = byBaseName.get(baseName(path)) ?? []
  const bySuffix = candidates.filter(([candidate]) => candidate.endsWith(`/${path}`) || path.endsWith(`/${candidate}`))
  if (bySuffix.length === 1) return { id: bySuffix[0]![1] }
  if (candidates.length === 1) return { id: candidates[0]![1] }
  return candidates.length === 0 ? 'missing' : 'ambiguous'
}
