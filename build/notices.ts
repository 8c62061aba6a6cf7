/**
 * THIRD-PARTY-NOTICES.txt: the licences of every package that the build takes modules from, page and worker. A package with a
 * licence that is not on the list fails the build; one that publishes no licence text is named with its author.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

export const NOTICES = 'THIRD-PARTY-NOTICES.txt'

/** Those that ask for no more than their text and a name. Of "(A OR B)" one is enough, of "A AND B" both are asked for. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BSL-1.0', // Boost, not the Business Source License
  'Apache-2.0',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Zlib',
])
const TEXTS = /^(licen[sc]e|notice|copying)([.-].*)?$|\.LICENSE\.txt$/i

/** Texts of packages that publish none, taken from their repositories, and of what comes in other ways. */
const OWN_TEXTS = fileURLToPath(new URL('./notices', import.meta.url))

export interface Package {
  name: string
  version: string
  licence: string
  text: string
}

export const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/\s+AND\s+/)
    .every((each) => each.split(/\s+OR\s+/).some((one) => ALLOWED.has(one.trim())))

/** The folder of the package that a module belongs to; undefined for our own. */
export const packageFolder = (id: string): string | undefined =>
  /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.split('?')[0]!)?.[1]

export function readPackage(folder: string): Package {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest
  const own = `${OWN_TEXTS}/${name.replace('/', '-')}.txt`
  const files = existsSync(own)
    ? [own]
    : readdirSync(folder)
        .filter((file) => TEXTS.test(file))
        .sort()
        .map((file) => `${folder}/${file}`)
  const by = typeof author === 'string' ? author : (author?.name ?? name)
  const text =
    files.map((file) => readFileSync(file, 'utf8').trim()).join('\n\n') ||
    `${license}, by ${by}. The package has no licence text.`
  return { name, version, licence: license ?? 'none', text }
}

interface Manifest {
  name: string
  version: string
  license?: string
  author?: string | { name: string }
}

export function noticesText(packages: readonly Package[]): string {
  const head = 'Atoll contains parts of these packages. Their licences follow, package by package.'
  const list = packages.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`).join('\n')
  const line = '-'.repeat(80)
  return `${head}\n\n${list}\n${packages.map(({ name, version, text }) => `\n${line}\n${name} ${version}\n${line}\n\n${text}\n`).join('')}`
}

/** Why a package cannot be shipped. */
export function refusals(packages: readonly Package[]): string[] {
  const refused = packages.filter(({ licence }) => !isAllowed(licence))
  return refused.map(
    ({ name, licence }) => `${name} has the licence ${licence}, which is not among those that build/notices.ts allows.`,
  )
}

/** One for both builds: the worker's comes last and has all of them. */
export function notices(): { page: Plugin; worker: Plugin } {
  const folders = new Set<string>()
  const gather = (ids: Iterable<string>) => {
    for (const id of ids) {
      const folder = packageFolder(id)
      if (folder && existsSync(`${folder}/package.json`)) folders.add(folder)
    }
  }
  const packages = () => [...folders].map(readPackage).sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    page: {
      name: 'atoll:notices-page',
      apply: 'build',
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) if (part.type === 'chunk') gather(part.moduleIds)
      },
    },
    worker: {
      name: 'atoll:notices',
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) if (part.type === 'chunk') gather(part.moduleIds)
        const all = packages()
        const problems = refusals(all)
        if (problems.length > 0) this.error(problems.join('\n'))
        this.emitFile({ type: 'asset', fileName: NOTICES, source: noticesText(all) })
      },
    },
  }
}
