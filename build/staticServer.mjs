// @ts-check
/**
 * A plain static host, as a user might choose one: sirv for the files, `404.html` for the rest, the headers of `_headers`.
 * It knows nothing of the app, so what works here works on any host.
 */
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, resolve } from 'node:path'
import sirv from 'sirv'

/** Types that sirv sends without their encoding. @type {Record<string, string>} */
const TEXT_TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.txt': 'text/plain', '.md': 'text/plain' }

/** Read by the host, never sent. */
const HEADERS = '_headers'

/**
 * @typedef {object} Site
 * @property {string} root the folder to serve
 * @property {string} base where it is served: '/' or, say, '/atoll/'
 */

/** @typedef {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, next?: () => void) => void} Files */

/** Answers requests for the files of a site. @param {Site} site */
export function staticServer({ root, base }) {
  // `dev` looks at the disk for every request: tests replace a build while it is served
  /** @type {Files} */
  const files = sirv(root, { dev: true, etag: true, extensions: ['html'], setHeaders })
  return createServer((request, response) => {
    answer({ root: resolve(root), base }, files, request, response).catch((error) => {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

/**
 * Files in assets/ have a hash of their content in their name. All others are asked for again, sw.js and the page first.
 * @param {import('node:http').ServerResponse} response @param {string} path
 */
function setHeaders(response, path) {
  response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  const type = TEXT_TYPES[extname(path)]
  if (type) response.setHeader('Content-Type', `${type}; charset=utf-8`)
}

/**
 * @param {Site} site
 * @param {Files} files
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer({ root, base }, files, request, response) {
  for (const [name, value] of await headersOf(root)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' })

  const path = pathOf(request.url ?? '/')
  if (path === undefined) return refuse(response, 400)
  if (`${path}/` === base) return refuse(response, 301, { Location: base })
  if (!path.startsWith(base)) return refuse(response, 404)

  const inside = path.slice(base.length)
  if (isFolder(join(root, inside), inside)) return refuse(response, 301, { Location: `${encodeURI(path)}/` })
  if (inside === HEADERS) return sendNotFound(root, request, response)
  request.url = `/${encodeURI(inside)}`
  files(request, response, () => void sendNotFound(root, request, response))
}

/** A folder with a page, whose address lacks the slash at the end. @param {string} file @param {string} path */
const isFolder = (file, path) =>
  path !== '' && !path.endsWith('/') && existsSync(join(file, 'index.html')) && statSync(file).isDirectory()

/** The headers that `_headers` gives for all files. @param {string} root @returns {Promise<[string, string][]>} */
async function headersOf(root) {
  const lines = (await readFile(resolve(root, HEADERS), 'utf8').catch(() => '')).split('\n')
  const start = lines.indexOf('/*')
  const end = lines.findIndex((line, at) => at > start && !line.startsWith(' '))
  const own = start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end)
  return [
    ['X-Content-Type-Options', 'nosniff'],
    ...own.map((line) => /** @type {[string, string]} */ (line.trim().split(/:\s*(.*)/s, 2))),
  ]
}

/** The decoded path of an address; undefined if it tries to leave the folder or names a hidden file. @param {string} url */
function pathOf(url) {
  try {
    const path = decodeURIComponent(/** @type {string} */ (url.split(/[?#]/)[0]))
    const isPlain = path.startsWith('/') && !/[\\\0]/.test(path) && !path.startsWith('//')
    return isPlain && !path.split('/').some((part) => part.startsWith('.')) ? path : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} root
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function sendNotFound(root, request, response) {
  const page = await readFile(resolve(root, '404.html')).catch(() => 'Not found')
  response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' })
  response.end(request.method === 'HEAD' ? undefined : page)
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {Record<string, string>} [headers] */
function refuse(response, status, headers = {}) {
  response.writeHead(status, headers).end()
}
