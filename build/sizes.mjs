// @ts-check
/** Prints what a first visit loads, compressed as a web host would: runs after `vite build`. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const startPage = 'src/app/pages/DatasetsPage.vue'
const goals = { page: 150, worker: 170 } // kB
const read = (/** @type {string} */ path) => readFileSync(fileURLToPath(new URL(`../dist/${path}`, import.meta.url)))

/** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} */
const manifest = JSON.parse(read('.vite/manifest.json').toString())

/** A chunk and all that it imports. @param {string} name @param {Set<string>} files */
function gather(name, files) {
  const chunk = manifest[name]
  if (!chunk || files.has(chunk.file)) return files
  files.add(chunk.file)
  for (const imported of chunk.imports ?? []) gather(imported, files)
  return files
}

const kilobytes = (/** @type {Iterable<string>} */ files) =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0) / 1000

/** @param {string} what @param {number} size @param {number} goal */
function report(what, size, goal) {
  console.log(`${what}: ${size.toFixed(1)} kB gzip (goal ${goal} kB)${size > goal ? '  OVER THE GOAL' : ''}`)
}

if (!manifest[startPage]) throw new Error(`The build has no ${startPage}: name the start page here.`)
report('JavaScript of the start page', kilobytes(gather(startPage, gather('index.html', new Set()))), goals.page)
report('Service worker', kilobytes(['sw.js']), goals.worker)
