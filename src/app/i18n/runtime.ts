/** What compiled messages call (build/messages/compile.mjs): values, plurals and choices in one language. */
export type Values = Record<string, string | number>
type Cases = Record<string, () => string>

export interface Runtime {
  value: (values: Values, name: string) => string
  plural: (values: Values, name: string, cases: Cases) => string
  select: (values: Values, name: string, cases: Cases) => string
}

/** A value that a message asks for and was not given is a defect, which the journeys notice. */
function given(values: Values, name: string): string | number {
  const value = values[name]
  if (value === undefined) console.error(`value "${name}" of a message is missing`)
  return value ?? ''
}

/** `language` is a folder of locales, or the pseudo-locale. */
export function runtime(language: string): Runtime {
  const numbers = new Intl.NumberFormat(language)
  const rules = new Intl.PluralRules(language)
  return {
    /** Numbers are written as the language does; pass an id as a string. */
    value: (values, name) => {
      const value = given(values, name)
      return typeof value === 'number' ? numbers.format(value) : value
    },
    plural: (values, name, cases) => {
      const count = Number(given(values, name))
      return (cases[`=${count}`] ?? cases[rules.select(count)] ?? cases.other!)()
    },
    select: (values, name, cases) => (cases[String(given(values, name))] ?? cases.other!)(),
  }
}
