// @ts-check
/**
 * A plain static host, as a user might choose one: files by their path, `index.html` of a folder, `404.html` for the rest.
 * It knows nothing of the app, so what works here works on any host. Headers for all files stand in `_headers`, as on some hosts.
 */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, resolve, sep } from 'node:path'

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
}

/** Not a file of the site: it is for the host. */
const HEADERS = '_headers'

/**
 * @typedef {object} Site
 * @property {string} root the folder to serve
 * @property {string} base where it is served: '/' or, say, '/atoll/'
 */

/** Answers requests for the files of a site. @param {Site} site */
export function staticServer({ root, base }) {
  return createServer((request, response) => {
    answer({ root: resolve(root), base }, request, response).catch((error) => {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

/**
 * @param {Site} site
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer({ root, base }, request, response) {
  for (const [name, value] of await headersOf(root)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' })

  const path = pathOf(request.url ?? '/')
  if (path === undefined) return refuse(response, 400)
  if (`${path}/` === base) return refuse(response, 301, { Location: base })
  if (!path.startsWith(base)) return refuse(response, 404)

  const found = path === `${base}${HEADERS}` ? undefined : await find(root, path.slice(base.length))
  if (found?.isFolder) return refuse(response, 301, { Location: `${encodeURI(path)}/` })
  if (!found) return sendNotFound(root, request, response)
  return send(found, request, response)
}

/** What `_headers` says under "/*". @param {string} root @returns {Promise<[string, string][]>} */
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

/** The path of an address, decoded; nothing for one that tries to leave the folder or hide something. @param {string} url */
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
 * @typedef {object} Found
 * @property {string} file
 * @property {string} path relative to the root
 * @property {import('node:fs').Stats} facts
 * @property {boolean} [isFolder] it is a folder and the address lacks the slash at the end
 */

/** @param {string} root @param {string} path @returns {Promise<Found | undefined>} */
async function find(root, path) {
  const file = resolve(root, path === '' || path.endsWith('/') ? `${path}index.html` : path)
  if (!file.startsWith(root + sep)) return undefined
  const facts = await stat(file).catch(() => undefined)
  if (!facts) return undefined
  if (!facts.isDirectory()) return { file, path, facts }
  return (await find(root, `${path}/`)) && { file, path, facts, isFolder: true }
}

/**
 * @param {Found} found
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function send({ file, path, facts }, request, response) {
  const tag = `"${facts.size.toString(36)}-${Math.round(facts.mtimeMs).toString(36)}"`
  response.setHeader('ETag', tag)
  // files in assets/ carry a hash of their content in their name; all others, sw.js and the page first, are asked for again
  response.setHeader('Cache-Control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end()
  response.writeHead(200, {
    'Content-Type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': facts.size,
  })
  if (request.method === 'HEAD') return void response.end()
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}

/**
 * @param {string} root
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function sendNotFound(root, request, response) {
  const page = await readFile(resolve(root, '404.html')).catch(() => 'Not found')
  response.writeHead(404, { 'Content-Type': types['.html'], 'Cache-Control': 'no-cache' })
  response.end(request.method === 'HEAD' ? undefined : page)
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {Record<string, string>} [headers] */
function refuse(response, status, headers = {}) {
  response.writeHead(status, headers).end()
}
