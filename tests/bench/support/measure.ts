/** Measuring: what is compared runs in turns, so that a busy machine slows all of it; medians are kept, ratios are what counts. */
import { performance } from 'node:perf_hooks'

export type Run = () => Promise<number> | number

/** Milliseconds of each, the median of so many rounds. A run answers its own time where its set-up does not count. */
export async function inTurns<Name extends string>(
  runs: Record<Name, Run>,
  rounds: number,
): Promise<Record<Name, number>> {
  const times = new Map<Name, number[]>()
  const names = Object.keys(runs) as Name[]
  for (let round = 0; round < rounds; round++) {
    // each round begins with another one
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + round) % names.length]!
      times.set(name, [...(times.get(name) ?? []), await runs[name]()])
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<Name, number>
}

/** The time that work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export interface Line {
  what: string
  /** Of our time over that of what it is compared with, or whatever `unit` says. */
  value: number
  unit?: string
  /** 'at most 1.5, aim 1': not enforced here. */
  limit?: string
  /** What the value is made of. */
  note?: string
}

/** Prints what was measured, with the limits beside it. */
export function printTable(title: string, lines: Line[]): void {
  const rows = lines.map(({ what, value, unit = '', limit = '', note = '' }) => [
    what,
    `${digits(value)}${unit && ` ${unit}`}`,
    limit,
    note,
  ])
  const all = [['', 'measured', 'limit', 'made of'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)))
  console.log(`\n${title}`)
  for (const row of all)
    console.log(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
    )
}

const digits = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))
