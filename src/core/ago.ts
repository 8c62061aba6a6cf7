/** How long ago something was, in its largest unit: "3 days", "1 hour". As the documented API: a unit counts once more than one has passed. */
const UNITS: [name: string, seconds: number][] = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
]

/** Both in milliseconds since 1970. */
export function ago(then: number, now = Date.now()): string {
  const seconds = Math.max(0, Math.floor((now - then) / 1000))
  const [name, size] = UNITS.find(([, each]) => seconds > each) ?? ['second', 1]
  const count = Math.floor(seconds / size)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
