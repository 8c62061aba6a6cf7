/** Numbers of label files. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** undefined for what is not one: also for NaN, hexadecimal and an empty text. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || !NUMBER.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Of a share of a side with six digits: whole pixels where they are meant, else to a ten-thousandth of a pixel. */
export function toPixels(share: number, side: number): number {
  const value = share * side
  const whole = Math.round(value)
  return Math.abs(value - whole) <= side * 1.5e-6 ? whole : tidy(value)
}

/** Without the noise of the last digits. */
export const tidy = (value: number) => Math.round(value * 1e4) / 1e4

/** Six digits after the point, never "-0". */
export const sixDigits = (value: number) => (Math.abs(value) < 5e-7 ? 0 : value).toFixed(6)

/** As few digits as say the number to a ten-thousandth. */
export const shortNumber = (value: number) => String(tidy(value) || 0)
