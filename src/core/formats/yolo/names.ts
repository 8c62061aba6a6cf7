/** What the files beside YOLO labels say: names of classes, keypoints, which images are for what. */
import { load } from 'js-yaml'
import { broken } from '../broken'
import { baseName, linesOf } from '../paths'
import { splitOfPath, splitWord } from '../split'
import type { Source } from '../types'

export interface YoloData {
  /** undefined: no file names the classes. */
  names: string[] | undefined
  keypoints: [count: number, dimensions: number] | undefined
  keypointNames: string[][]
  /** Of images, by their name; without a file that lists them told from their folders. */
  splits: Map<string, string>
  /** Folders of data.yaml that are no plain words, with what they are for. */
  folders: [folder: string, split: string][]
}

const YAML = /\.ya?ml$/i
const NAMES = /(^|\/)(.*\.names|classes\.txt|_darknet\.labels|obj\.names|labels\.txt|predefined_classes\.txt)$/i
const DATA = /\.data$/i
const LIST = /(^|\/)(train|valid|val|test|trainval)\.txt$/i

/** Files that describe a set, and are no label files. */
export const isSupport = (name: string) =>
  YAML.test(name) || NAMES.test(name) || DATA.test(name) || LIST.test(name) || /(^|\/)readme[^/]*\.txt$/i.test(name)

type Raw = Record<string, unknown>

/** The first file that could be a data.yaml, as an object; undefined: there is none. */
export async function readYaml(
  names: string[],
  text: (name: string) => Promise<string>,
): Promise<{ name: string; data: Raw } | undefined> {
  for (const name of names.filter((each) => YAML.test(each))) {
    const data = parseYaml(await text(name), name)
    if (data && ('names' in data || 'nc' in data || 'kpt_shape' in data || 'train' in data)) return { name, data }
  }
  return undefined
}

function parseYaml(text: string, name: string): Raw | undefined {
  try {
    const data = load(text, { filename: name, maxDepth: 20, maxAliases: 20 })
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Raw) : undefined
  } catch (error) {
    const { reason = 'it is not YAML', mark } = error as { reason?: string; mark?: { line?: number } }
    throw broken(name, `${reason}.`, mark?.line === undefined ? undefined : mark.line + 1)
  }
}

export function keypointsOf(data: Raw | undefined): YoloData['keypoints'] {
  const shape = data?.kpt_shape
  if (!Array.isArray(shape)) return undefined
  const [count, dimensions = 3] = shape as unknown[]
  return Number.isInteger(count) &&
    (count as number) > 0 &&
    (count as number) < 10_000 &&
    (dimensions === 2 || dimensions === 3)
    ? [count as number, dimensions]
    : undefined
}

export async function readData(source: Source): Promise<YoloData> {
  const yaml = await readYaml(source.names, source.text)
  const names = (yaml && namesOf(yaml.data.names, yaml.name)) ?? (await readNames(source))
  const { splits, folders } = await readSplits(source, yaml?.data)
  return {
    names,
    keypoints: keypointsOf(yaml?.data),
    keypointNames: keypointNames(yaml?.data.kpt_names),
    splits,
    folders,
  }
}

/** A list, or an object of names by number. */
function namesOf(given: unknown, file: string): string[] | undefined {
  if (Array.isArray(given)) return given.map(String)
  if (typeof given !== 'object' || given === null) return undefined
  const names: string[] = []
  for (const [key, value] of Object.entries(given)) {
    const number = Number(key)
    if (!Number.isInteger(number) || number < 0 || number > 100_000)
      throw broken(file, `names has the key "${key.slice(0, 40)}", which is no number of a class.`)
    names[number] = String(value)
  }
  return Array.from(names, (name, number) => name ?? `class_${number}`)
}

async function readNames({ names, text }: Source): Promise<string[] | undefined> {
  const file = names.find((name) => NAMES.test(name) && !LIST.test(name))
  if (!file) return undefined
  const found = linesOf(await text(file)).map(({ line }) => line)
  return found.length > 0 ? found : undefined
}

/** One list for all classes, or one for each of them. */
function keypointNames(given: unknown): string[][] {
  const lists = Array.isArray(given) ? [given] : typeof given === 'object' && given !== null ? Object.values(given) : []
  return lists.map((list) => (Array.isArray(list) ? list.map(String) : []))
}

async function readSplits(source: Source, yaml: Raw | undefined): Promise<Pick<YoloData, 'splits' | 'folders'>> {
  const splits = new Map<string, string>()
  const folders: YoloData['folders'] = []
  for (const [word, value] of Object.entries(yaml ?? {})) {
    const split = splitWord(word)
    if (!split) continue
    for (const path of [value].flat())
      if (typeof path === 'string' && !/\.txt$/i.test(path)) folders.push([plainPath(path), split])
  }
  for (const file of source.names.filter((name) => LIST.test(name))) {
    const split = splitWord(baseName(file).replace(/\.txt$/i, ''))
    if (!split) continue
    for (const { line } of linesOf(await source.text(file))) {
      const image = source.find(plainPath(line))
      if (image) splits.set(image.name, split)
    }
  }
  return { splits, folders }
}

const plainPath = (path: string) =>
  path
    .replaceAll('\\', '/')
    .replace(/^(\.{0,2}\/)+/, '')
    .replace(/\/+$/, '')

export function splitFor(name: string, { splits, folders }: YoloData): string | undefined {
  const listed = splits.get(name)
  if (listed) return listed
  const fits = folders.find(([folder]) => folder !== '' && `/${name}`.includes(`/${folder}/`))
  return fits?.[1] ?? splitOfPath(name)
}
