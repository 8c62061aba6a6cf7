// @ts-check
/** Reads the catalogues: src/app/i18n/locales/<language>/<screen>.json, flat from key to ICU message. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const folder = fileURLToPath(new URL('../../src/app/i18n/locales', import.meta.url))

/** @returns {string[]} */
export const languages = () => readdirSync(folder).sort()

/** Messages by their full key, `screen.key`. @param {string} language @returns {Map<string, string>} */
export function catalogue(language) {
  const all = new Map()
  for (const name of readdirSync(`${folder}/${language}`).sort()) {
    if (!name.endsWith('.json')) throw new Error(`${language}/${name}: a catalogue holds JSON files only`)
    for (const [key, text] of Object.entries(readJson(`${language}/${name}`)))
      all.set(`${name.slice(0, -5)}.${key}`, text)
  }
  return all
}

/** @param {string} path @returns {Record<string, string>} */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'))
  } catch (error) {
    throw new Error(`locales/${path}: ${/** @type {Error} */ (error).message}`, { cause: error })
  }
}
