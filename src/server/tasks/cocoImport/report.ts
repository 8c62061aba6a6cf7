/** Notes of an import. Its result lists at most 100 of each kind and counts the others; its log has all of them. */
import type { ImportNote } from '@/contract/coco'
import type { Problem } from '@/core/coco/check/problem'
import type { LogLevel, LogLine } from '../kind'

export const MAX_OF_A_KIND = 100

export const RENUMBERED = 'annotations renumbered'

export interface Notes {
  kept: ImportNote[]
  /** Number of notes by kind. */
  kinds: Record<string, number>
}

/** Collects the notes of one step. Does not change the earlier notes, because the step may run again. */
export class ReportWriter {
  readonly log: LogLine[] = []
  readonly notes: Notes

  constructor(before: Notes) {
    this.notes = { kept: [...before.kept], kinds: { ...before.kinds } }
  }

  /** `kind`: the group in which the note is counted, in the plural, such as "images not found". */
  add(kind: string, level: LogLevel, note: ImportNote): void {
    const number = (this.notes.kinds[kind] ?? 0) + 1
    this.notes.kinds[kind] = number
    if (number <= MAX_OF_A_KIND) this.notes.kept.push(note)
    this.log.push({ level, text: lineOf(note) })
  }

  info(text: string): void {
    this.log.push({ level: 'INFO', text })
  }
}

/** Writes the notes of one annotation. */
export class AnnotationReport {
  constructor(
    private readonly report: ReportWriter,
    private readonly id: number | string = 'without id',
    private readonly image_id: number | string | undefined,
  ) {}

  /** Notes repairs that were made, and suspicious values that were left unchanged. */
  problem({ kind, field, severity, repair, message }: Problem): void {
    if (severity === 'error' && !repair) return
    // missing values are computed, contradictory ones are left unchanged
    const isDone = severity === 'error' || kind.endsWith('-missing')
    if (isDone)
      this.add('annotations repaired', 'WARNING', {
        field,
        severity,
        repair,
        message: `${message} Repaired: ${repair}.`,
      })
    else this.add('annotations that look wrong', 'WARNING', { field, severity, message })
  }

  refused(problem: Problem | undefined): void {
    this.add('annotations refused', 'ERROR', {
      field: problem?.field,
      severity: 'error',
      message: `Refused: ${problem?.message ?? 'it cannot be used.'}`,
    })
  }

  private add(kind: string, level: LogLevel, note: ImportNote): void {
    this.report.add(kind, level, { annotation: this.id, image_id: this.image_id, ...note })
  }
}

/** The notes in the result, with a last note for each kind that has more. */
export function listNotes({ kept, kinds }: Notes): ImportNote[] {
  const more = Object.entries(kinds).filter(([, number]) => number > MAX_OF_A_KIND)
  return [
    ...kept,
    ...more.map(([kind, number]): ImportNote => ({
      ...(kind === RENUMBERED ? { kind: 'renumbered' } : {}),
      message: `${number} ${kind}; the first ${MAX_OF_A_KIND} are listed, all of them are in the log of the task.`,
    })),
  ]
}

function lineOf({ category, file_name, annotation, image_id, message }: ImportNote): string {
  if (category !== undefined) return `Category "${category}": ${message}`
  if (file_name !== undefined) return `${file_name}: ${message}`
  if (annotation === undefined) return message
  return `Annotation ${annotation}${image_id === undefined ? '' : ` of image ${image_id}`}: ${message}`
}
