// @ts-check
/** Compiles ICU messages to the source of functions, so that the page parses none and needs no eval (decisions/0033). */
import { parse } from '@messageformat/parser'

/** @typedef {import('@messageformat/parser').Token} Token */
/** @typedef {{ name: string, kind: 'value' | 'plural' | 'select', cases: string[] }} Parameter */

const PSEUDO = {
  a: 'áá',
  b: 'ƀ',
  c: 'ç',
  d: 'ð',
  e: 'éé',
  g: 'ĝ',
  h: 'ĥ',
  i: 'íí',
  k: 'ķ',
  l: 'ļ',
  n: 'ñ',
  o: 'óó',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'úú',
  w: 'ŵ',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  D: 'Ð',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  T: 'Ţ',
  U: 'Û',
}

/** Accents and about a third more length: what is untranslated or too narrow for other languages stands out. @param {string} text */
const pseudo = (text) =>
  text.replace(/[a-zA-Z]/g, (letter) => PSEUDO[/** @type {keyof typeof PSEUDO} */ (letter)] ?? letter)

/** @param {string} text @returns {Token[]} */
const tokensOf = (text) => parse(text, { strict: false })

/**
 * An expression of `v`, the values by name, and `_`, which src/app/i18n/runtime.ts makes.
 * @param {Token[]} tokens @param {(text: string) => string} change @param {string} count name of the surrounding plural @returns {string}
 */
function expression(tokens, change, count = '') {
  const parts = tokens.map((token) => {
    if (token.type === 'content') return JSON.stringify(change(token.value))
    if (token.type === 'octothorpe') return `_.value(v,${JSON.stringify(count)})`
    if (token.type === 'argument') return `_.value(v,${JSON.stringify(token.arg)})`
    if (token.type === 'plural' || token.type === 'select') {
      const inner = token.type === 'plural' ? token.arg : count
      const cases = token.cases.map(
        ({ key, tokens }) => `${JSON.stringify(key)}:()=>${expression(tokens, change, inner)}`,
      )
      return `_.${token.type}(v,${JSON.stringify(token.arg)},{${cases.join()}})`
    }
    throw new Error(
      `{${token.arg}, ${token.type === 'function' ? token.key : token.type}} is not supported: use {name}, plural or select`,
    )
  })
  return parts.join('+') || '""'
}

/** The source of one message's function, as vue-i18n calls it. @param {string} text @param {{ isPseudo?: boolean }} [options] */
export function compileMessage(text, { isPseudo = false } = {}) {
  const body = expression(tokensOf(text), isPseudo ? pseudo : (same) => same)
  return `({values:v})=>${isPseudo ? `"["+${body}+"]"` : body}`
}

/** What a message takes, with the cases of plurals and selects. Throws for a message that is not ICU. @param {string} text @returns {Parameter[]} */
export function parametersOf(text) {
  /** @type {Parameter[]} */
  const found = []
  const visit = (/** @type {Token[]} */ tokens) => {
    for (const token of tokens) {
      if (token.type === 'argument') found.push({ name: token.arg, kind: 'value', cases: [] })
      if (token.type !== 'plural' && token.type !== 'select') continue
      found.push({ name: token.arg, kind: token.type, cases: token.cases.map(({ key }) => key) })
      for (const { tokens } of token.cases) visit(tokens)
    }
  }
  visit(tokensOf(text))
  return found
}
