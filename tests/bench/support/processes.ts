/** What the browser that this process started has used, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs'

const TICK = 10 // milliseconds

/** All processes below this one whose program is a browser. */
function browserProcesses(): string[] {
  const parents = new Map<string, string>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${pid}/stat`)
    if (stat) parents.set(pid, fieldsOf(stat)[1]!)
  }
  const isBelow = (pid: string): boolean =>
    pid === String(process.pid) || (parents.has(pid) && isBelow(parents.get(pid)!))
  return [...parents.keys()].filter((pid) => isBelow(pid) && /chrom/i.test(read(`/proc/${pid}/cmdline`)))
}

/** Processor time of all of them, in milliseconds. */
export const processorTime = () =>
  browserProcesses().reduce((sum, pid) => {
    const fields = fieldsOf(read(`/proc/${pid}/stat`))
    return sum + TICK * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0))
  }, 0)

/** Memory of all of them, what they share counted once; bytes. */
export const memory = () =>
  browserProcesses().reduce(
    (sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  )

/** After the name, which may have spaces in it; the first is the state. */
const fieldsOf = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')

/** Empty when the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
