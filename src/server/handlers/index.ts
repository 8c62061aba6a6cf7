/** All routes, by their first path segment: matching is linear, so a request sees the routes of its resource only. */
import type { RequestHandler } from 'msw'

export const handlersByResource: Record<string, RequestHandler[]> = {}
