/** Decides who answers a request of the page: the API, the stored app, or the network. */
import { basePath } from '../base'
import { answerApi } from './answerApi'
import { answerFile, answerShell, isPartOfApp } from './precache'

/** The answer, or undefined to let the browser ask the network. */
export function answer(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin || !pathname.startsWith(basePath)) return undefined

  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const isVisit = request.mode === 'navigate' && isReading

  // the page that describes the API has the address of the API
  if (isVisit && /^api\/?$/.test(pathname.slice(basePath.length))) return answerShell(request)

  if (/^api(\/|$)/.test(pathname.slice(basePath.length))) return answerApi(request)

  if (!isReading) return undefined
  if (isPartOfApp(request)) return answerFile(request)
  return isVisit ? answerShell(request) : undefined
}
