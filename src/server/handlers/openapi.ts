// The OpenAPI document, which the build generates (build/apiDocument.ts) and the worker stores with the files of the app.
import { http } from 'msw'
import { ApiError } from '@/contract/errors'
import { appFiles } from '../appFiles'
import { path } from './http/request'

async function answer(): Promise<Response> {
  const file = await appFiles.read('openapi.json')
  if (!file.ok)
    throw new ApiError(500, 'The description of the API is not among the files of the app. Load the page again.')
  return new Response(file.body, { headers: { 'Content-Type': 'application/json' } })
}

export const openapiHandlers = [http.get(path('/openapi.json'), answer)]
export const swaggerHandlers = [http.get(path('/swagger.json'), answer)]
