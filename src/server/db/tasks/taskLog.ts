/** Log lines of tasks. */
import type { TaskRow } from '../store/rows'
import { staging } from './staging'

export type LogLevel = 'INFO' | 'WARNING' | 'ERROR'

export interface LogLine {
  level: LogLevel
  text: string
}

/** Stores log lines and answers the row with updated counts of records, errors and warnings. Within a transaction over `staging`. */
export async function withLog(row: TaskRow, log: LogLine[]): Promise<TaskRow> {
  if (log.length === 0) return row
  const at = stamp(new Date())
  await staging.addLog(
    row.id,
    row.log_chunks,
    log.map(({ level, text }) => `[${at}] [${level}] ${text}`),
  )
  return {
    ...row,
    log_chunks: row.log_chunks + 1,
    errors: row.errors + count(log, 'ERROR'),
    warnings: row.warnings + count(log, 'WARNING'),
  }
}

const count = (log: LogLine[], level: LogLevel) => log.filter((line) => line.level === level).length

/** UTC as dd-mm-YYYY HH:MM:SS, the format of the documented API. */
function stamp(date: Date): string {
  const [day, time] = date.toISOString().split('T') as [string, string]
  return `${day.split('-').reverse().join('-')} ${time.slice(0, 8)}`
}
