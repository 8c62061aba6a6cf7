// @ts-check
/**
 * Checks the catalogues: every language has every key, takes the same values and has its own plural forms; every key is used.
 * A key is used when the source names it in quotes. Keys that are put together are written as `screen.prefix.${…}`: then all
 * keys with that beginning count as used.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalogue, languages } from './catalogue.mjs'
import { parametersOf } from './compile.mjs'

/** @type {string[]} */
const problems = []
const english = catalogue('en')
for (const language of languages()) checkLanguage(language, catalogue(language))
checkUse()
for (const problem of problems) console.error(problem)
console.log(`${english.size} messages in ${languages().length} languages, ${problems.length} problems`)
process.exitCode = problems.length ? 1 : 0

/** @param {string} language @param {Map<string, string>} messages */
function checkLanguage(language, messages) {
  for (const key of english.keys()) if (!messages.has(key)) problems.push(`${language}: ${key} is missing`)
  for (const [key, text] of messages) {
    const source = english.get(key)
    if (source === undefined) problems.push(`${language}: ${key} is not in English`)
    else checkMessage(`${language}: ${key}`, language, text, source)
  }
}

/** @param {string} where @param {string} language @param {string} text @param {string} source */
function checkMessage(where, language, text, source) {
  try {
    const [own, wanted] = [parametersOf(text), parametersOf(source)]
    const names = (/** @type {typeof own} */ list) => [...new Set(list.map(({ name }) => name))].sort().join(', ')
    if (!text.trim()) problems.push(`${where} is empty`)
    if (names(own) !== names(wanted)) problems.push(`${where} takes {${names(own)}} instead of {${names(wanted)}}`)
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((form) => form !== 'many')
    for (const { name, kind, cases } of own) {
      if (kind !== 'value' && !cases.includes('other')) problems.push(`${where}: {${name}} has no "other"`)
      if (kind === 'plural')
        for (const form of needed) if (!cases.includes(form)) problems.push(`${where}: {${name}} has no "${form}"`)
    }
  } catch (error) {
    problems.push(`${where}: ${/** @type {Error} */ (error).message}`)
  }
}

function checkUse() {
  const source = readSource(fileURLToPath(new URL('../../src', import.meta.url)))
  const named = new Set(Array.from(source.matchAll(/['"`]([a-zA-Z]+\.[\w.-]+)['"`]/g), ([, key]) => key))
  const prefixes = Array.from(source.matchAll(/`([a-zA-Z]+\.[\w.-]*)\$\{/g), ([, prefix]) => prefix ?? '')
  for (const key of english.keys()) {
    if (!named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) problems.push(`${key} is not used`)
  }
}

/** All TypeScript and Vue files below, as one text. @param {string} folder @returns {string} */
function readSource(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return readSource(path)
      return /\.(ts|vue)$/.test(entry.name) ? readFileSync(path, 'utf8') : ''
    })
    .join('\n')
}
