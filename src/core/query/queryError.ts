/** Why a query cannot be read. The page has a sentence for each code (`query.<code>` of the messages). */
export const QUERY_ERRORS = {
  'unclosed-quote': 'A quotation mark is not closed: {text}',
  'unclosed-bracket': 'A bracket is not closed: {text}',
  'stray-bracket': 'A closing bracket has no opening one.',
  'nested-bracket': 'Brackets cannot be put inside brackets.',
  'unknown-filter': '“{key}” is not a filter. Put a name with a colon in quotation marks.',
  'image-filter-in-brackets': '“{key}” is about images; brackets hold filters about one annotation.',
  'no-value': '“{key}:” needs a value.',
  'not-a-number': '“{value}” is no number for {key}. Write 5, >5, <=5 or 2..6.',
  'not-a-date': '“{value}” is no date for {key}. Write 2026-12-31, >2026-12-31, 2026-01-01..2026-12-31 or 7d.',
  'not-a-choice': '“{value}” is no value for {key}. Write one of: {choices}.',
  'unknown-category': 'No category is called “{value}”.',
  'too-long': 'A query has at most {most} characters.',
} as const

export type QueryErrorCode = keyof typeof QUERY_ERRORS

export class QueryError extends Error {
  override name = 'QueryError'
  constructor(
    readonly code: QueryErrorCode,
    readonly params: Readonly<Record<string, string>> = {},
  ) {
    super(QUERY_ERRORS[code].replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? ''))
  }
}
