/** The content security policy of the built page: nothing inline, nothing from elsewhere. Under `vite dev` there is none. */
import type { Plugin } from 'vite'

const policy = [
  "default-src 'self'",
  // pica resizes in WebAssembly
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  // images that the page made: blobs, and icons that the build inlines
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "frame-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  // no text becomes markup or a script: src/app/trustedTypes.ts; Swagger UI cleans what it shows with DOMPurify
  "require-trusted-types-for 'script'",
  "trusted-types default vue dompurify 'allow-duplicates'",
].join('; ')

export const contentPolicy = (): Plugin => ({
  name: 'atoll:content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
  ],
})
