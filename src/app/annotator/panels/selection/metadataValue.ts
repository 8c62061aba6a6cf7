/** The types of values that people write by hand. */
export type ValueType = 'text' | 'number' | 'boolean'

export const TYPES: readonly ValueType[] = ['text', 'number', 'boolean']

/** Null for lists, objects and nothing, which come from files. */
export function typeOf(value: unknown): ValueType | null {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : null
}

/** The value as one of another type: what is no number is 0, what says no is false. */
export function converted(value: unknown, type: ValueType): string | number | boolean {
  if (type === 'text') return String(value)
  if (type === 'boolean')
    return value === true || (typeof value === 'number' && value !== 0) || /^(true|yes|1)$/i.test(String(value))
  const number = Number(value)
  return Number.isFinite(number) ? number : 0
}
