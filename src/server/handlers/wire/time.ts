/** Times as the trash lists them. */

/** Seconds in each unit, the largest first. */
const UNITS = [['year', 365 * 86_400], ['month', 30 * 86_400], ['day', 86_400], ['hour', 3600], ['minute', 60]] as const

/** The largest unit that is less than what passed: 60 seconds are "60 seconds", 61 are "1 minute". */
export function agoText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds / 1000)
  const [unit, length] = UNITS.find(([, each]) => seconds > each) ?? (['second', 1] as const)
  const count = Math.floor(seconds / length)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** YYYY-MM-DD HH:MM:SS.ffffff, UTC. */
export const dateText = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '000')
