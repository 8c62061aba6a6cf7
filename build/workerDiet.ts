/** Leaves out of the worker what it never runs, though its libraries link it in (decisions/0018). */
import type { Plugin } from 'vite'

/** By the end of the module's path: what its functions do instead. */
const UNUSED: Record<string, 'throw' | 'nothing'> = {
  // the OpenAPI document is made by the build
  'zod/v4/core/json-schema-processors.js': 'throw',
  'zod/v4/core/to-json-schema.js': 'throw',
  // archives with a password are refused before they are read
  '@zip.js/zip.js/lib/core/streams/aes-crypto-stream.js': 'throw',
  '@zip.js/zip.js/lib/core/streams/zip-crypto-stream.js': 'throw',
  // there are no workers inside of a service worker
  '@zip.js/zip.js/lib/core/codec-worker-web.js': 'throw',
  // a worker sees no cookies, and sets none
  'msw/lib/core/utils/request/getRequestCookies.mjs': 'nothing',
  'msw/lib/core/utils/request/storeResponseCookies.mjs': 'nothing',
  'set-cookie-parser/lib/set-cookie.js': 'throw',
}

/** Names that a module exports. */
const exportsOf = (code: string) => [
  ...[...code.matchAll(/^export (?:async )?(?:const|let|function|class) ([\w$]+)/gm)].map(([, name]) => name!),
  ...[...code.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) =>
    list!
      .split(',')
      .map((each) => each.trim().split(' as ').at(-1)!)
      .filter(Boolean),
  ),
]

function standIn(code: string, does: 'throw' | 'nothing'): string {
  const body = does === 'nothing' ? '' : `throw new Error('left out of the worker: build/workerDiet.ts')`
  const names = [...new Set(exportsOf(code))]
  return `const unused = () => { ${body} }\nexport { ${names.map((name) => `unused as ${name}`).join(', ')} }`
}

/** Modules that never run there. Fails when a library has moved one of them. */
export function unusedModules(): Plugin {
  const left = new Set(Object.keys(UNUSED))
  return {
    name: 'atoll:unused-modules',
    enforce: 'pre',
    transform(code, id) {
      const end = Object.keys(UNUSED).find((path) => id.endsWith(`node_modules/${path}`))
      if (!end) return null
      left.delete(end)
      return { code: standIn(code, UNUSED[end]!), map: null }
    },
    buildEnd(error) {
      if (!error && left.size > 0)
        this.error(`Nothing loads ${[...left].join(', ')} any more: look at build/workerDiet.ts.`)
    },
  }
}

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

/** Where `.describe('...')` is called: from the point to the bracket. */
function descriptions(node: Node, found: [number, number][] = []): [number, number][] {
  const { callee, arguments: given } = node as unknown as { callee?: Node; arguments?: Node[] }
  if (
    node.type === 'CallExpression' &&
    callee?.type === 'MemberExpression' &&
    (callee.property as Node).name === 'describe' &&
    given?.length === 1
  ) {
    found.push([(callee.object as Node).end, node.end])
  }
  for (const value of Object.values(node))
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) descriptions(each, found)
  return found
}

/** The words of the contract's fields: they are for the document, and validation does without. */
export const contractWithoutWords = (): Plugin => ({
  name: 'atoll:contract-without-words',
  enforce: 'post',
  transform(code, id) {
    if (!id.includes('/src/contract/') || !code.includes('.describe(')) return null
    let text = code
    for (const [from, to] of descriptions(this.parse(code) as unknown as Node).sort((a, b) => b[0] - a[0]))
      text = text.slice(0, from) + text.slice(to)
    return { code: text, map: null }
  },
})
