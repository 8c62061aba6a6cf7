/** The number that a value means: a finite number, or text that is one ("12", " -0.5 "). undefined: it means none. */
export function meantNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value.trim() === '' ? NaN : value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The integer that a value means; undefined: it means none. */
export function meantInteger(value: unknown): number | undefined {
  const number = meantNumber(value)
  return Number.isSafeInteger(number) ? number : undefined
}
