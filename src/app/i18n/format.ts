/** Numbers, sizes, times, dates and lists as the reader's language writes them. All reactive: they follow the language. */
import { shallowRef } from 'vue'

/** The formats of one language tag, each made when it is first used, since making one takes long. */
function formatsOf(tag: string | undefined) {
  const made = new Map<string, unknown>()
  const once = <Format>(name: string, make: () => Format): Format => {
    if (!made.has(name)) made.set(name, make())
    return made.get(name) as Format
  }
  return {
    number: (digits = 3) =>
      once(`number ${digits}`, () => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })),
    unit: (unit: string, digits = 0, unitDisplay: 'short' | 'long' = 'short') =>
      once(
        `unit ${unit} ${digits}`,
        () => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay, maximumFractionDigits: digits }),
      ),
    percent: () => once('percent', () => new Intl.NumberFormat(tag, { style: 'percent' })),
    relative: () => once('relative', () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })),
    list: (type: 'conjunction' | 'disjunction') => once(type, () => new Intl.ListFormat(tag, { type })),
    date: (options: Intl.DateTimeFormatOptions) =>
      once(JSON.stringify(options), () => new Intl.DateTimeFormat(tag, options)),
    names: () => once('names', () => new Intl.Collator(tag, { numeric: true, sensitivity: 'base' })),
  }
}

const formats = shallowRef(formatsOf(undefined))

/** Called by i18n when the language changes. */
export const useFormats = (tag: string): void => void (formats.value = formatsOf(tag))

export const numberText = (value: number, digits?: number): string => formats.value.number(digits).format(value)

/** 0.5 as "50%". */
export const percentText = (share: number): string => formats.value.percent().format(share)

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes as people read them: "1.4 GB". */
export function sizeText(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return formats.value.unit(SIZES[step]!, value < 10 && step > 0 ? 1 : 0, step === 0 ? 'long' : 'short').format(value)
}

const unitText = (value: number, unit: 'hour' | 'minute' | 'second') => formats.value.unit(unit).format(value)

/** "3 hr 20 min", "4 min 10 sec", "8 sec": the two largest units. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  if (hours > 0) return `${unitText(hours, 'hour')} ${unitText(minutes, 'minute')}`
  return minutes > 0
    ? `${unitText(minutes, 'minute')} ${unitText(seconds % 60, 'second')}`
    : unitText(seconds, 'second')
}

const AGES: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
]

/** "3 days ago", "yesterday", in the largest unit. Both in milliseconds since 1970. */
export function agoText(then: number, now = Date.now()): string {
  const seconds = Math.max(0, Math.floor((now - then) / 1000))
  const [unit, size] = AGES.find(([, size]) => seconds >= size) ?? (['second', 1] as const)
  return formats.value.relative().format(-Math.floor(seconds / size), unit)
}

/** The API's timestamps are UTC without saying so: "2026-11-25 09:30:00.000000". */
export const timeOf = (timestamp: string): number => Date.parse(`${timestamp.replace(' ', 'T').replace(/Z$/, '')}Z`)

export const dateText = (time: number): string =>
  formats.value.date({ dateStyle: 'medium', timeStyle: 'short' }).format(time)

/** "a, b and c". */
export const listText = (items: readonly string[]): string => formats.value.list('conjunction').format(items)

/** "a, b or c". */
export const choiceText = (items: readonly string[]): string => formats.value.list('disjunction').format(items)

/** For sorting names: 2 before 10, and accents as the language has them. */
export const compareNames = (one: string, other: string): number => formats.value.names().compare(one, other)
