/** Notices and errors of an import: at most 100 of a kind in its answer, with the count; all of them in its log. */
import type { ImportNote } from '@/contract/coco'
import type { Problem } from '@/core/coco/check/problem'
import type { LogLevel, LogLine } from '../kind'

export const MAX_OF_A_KIND = 100

export const RENUMBERED = 'annotations renumbered'

export interface Notes {
  kept: ImportNote[]
  /** How many there were, by kind. */
  kinds: Record<string, number>
}

/** Collects what one step has to say. The notes before it are left as they are, since the step may run again. */
export class ReportWriter {
  readonly log: LogLine[] = []
  readonly notes: Notes

  constructor(before: Notes) {
    this.notes = { kept: [...before.kept], kinds: { ...before.kinds } }
  }

  /** `kind`: what counts as the same sort of note, in the plural: "images not found". */
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

/** What is to say of one annotation. */
export class AnnotationReport {
  constructor(
    private readonly notebook: ReportWriter,
    private readonly id: number | string = 'without id',
    private readonly image_id: number | string | undefined,
  ) {}

  /** Repairs that were done, and what is suspicious and stays as it came. */
  problem({ kind, field, severity, repair, message }: Problem): void {
    if (severity === 'error' && !repair) return
    // what is missing is computed; what contradicts itself is left alone
    const isDone = severity === 'error' || kind.endsWith('-missing')
    if (isDone) this.add('annotations repaired', 'WARNING', { field, severity, repair, message: `${message} Repaired: ${repair}.` })
    else this.add('annotations that look wrong', 'WARNING', { field, severity, message })
  }

  refused(problem: Problem | undefined): void {
    this.add('annotations refused', 'ERROR', { field: problem?.field, severity: 'error', message: `Refused: ${problem?.message ?? 'it cannot be used.'}` })
  }

  private add(kind: string, level: LogLevel, note: ImportNote): void {
    this.notebook.add(kind, level, { annotation: this.id, image_id: this.image_id, ...note })
  }
}

/** As the answer has them. */
export function listNotes({ kept, kinds }: Notes): ImportNote[] {
  const more = Object.entries(kinds).filter(([, number]) => number > MAX_OF_A_KIND)
  return [...kept, ...more.map(([kind, number]): ImportNote => ({ ...(kind === RENUMBERED ? { kind: 'renumbered' } : {}), message: `${number} ${kind}; the first ${MAX_OF_A_KIND} are listed, all of them are in the log of the task.` }))]
}

function lineOf({ category, file_name, annotation, image_id, message }: ImportNote): string {
  if (category !== undefined) return `Category "${category}": ${message}`
  if (file_name !== undefined) return `${file_name}: ${message}`
  if (annotation === undefined) return message
  return `Annotation ${annotation}${image_id === undefined ? '' : ` of image ${image_id}`}: ${message}`
}
