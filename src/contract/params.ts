/** Parameter types of query strings, forms and JSON bodies. Refusals use the reasons of the documented API. */
import { z } from './zod'

const fail = (ctx: z.RefinementCtx, message: string) => {
  ctx.addIssue({ code: 'custom', message })
  return z.NEVER
}

/** An integer, given as a number or as text. `type`: its type in the API description. */
export const intParam = z
  .union([z.number(), z.string()])
  .transform((value, ctx) => {
    const isText = typeof value === 'string'
    const number = isText ? Number(value.trim() || NaN) : value
    const wellFormed = isText ? /^\s*[+-]?\d+\s*$/.test(value) : Number.isInteger(value)
    if (wellFormed && Number.isSafeInteger(number)) return number
    return fail(ctx, `invalid literal for int() with base 10: '${String(value).slice(0, 40)}'`)
  })
  .meta({ type: 'integer' })

/** An integer of at least 1. */
export const positiveIntParam = intParam
  .refine((value) => value >= 1, 'must be 1 or more')
  .meta({ type: 'integer', minimum: 1 })

/** A page number. Values below 1 mean the first page. */
export const pageParam = intParam.transform((value) => Math.max(1, value)).meta({ type: 'integer' })

const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off', ''])

/** A boolean: 1, true, yes, on, or 0, false, no, off and the empty string, in any case. */
export const boolParam = z
  .union([z.boolean(), z.number(), z.string()])
  .transform((value, ctx) => {
    const text = String(value).toLowerCase()
    if (TRUE.has(text)) return true
    if (FALSE.has(text)) return false
    return fail(ctx, `'${text.slice(0, 40)}' is not a boolean; use true or false`)
  })
  .meta({ type: 'boolean' })

/** A list of integers, separated by commas. Empty entries are skipped. */
export const intListParam = z.string().transform((value, ctx) => {
  const parts = value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  const numbers = parts.map(Number)
  if (numbers.every(Number.isSafeInteger)) return numbers
  return fail(ctx, `'${value.slice(0, 40)}' is not a list of integers separated by commas`)
})

/** Page and limit, the parameters of all paged lists. */
export const PageQuery = z.object({
  page: pageParam.optional().describe('Page number, from 1; a page past the end answers the last one'),
  limit: positiveIntParam.optional().describe('Objects per page; 20 if absent, at most 1,000'),
})
