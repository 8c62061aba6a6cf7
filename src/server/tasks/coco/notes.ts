/** Notices and errors of an import: at most 100 of a kind in its answer, with the count; all of them in its log (D27). */
import type { ImportNote } from '@/contract/coco'
import type { LogLevel, LogLine } from '../kind'

export const MAX_OF_A_KIND = 100

export interface Notes {
  kept: ImportNote[]
  /** How many there were, by kind. */
  kinds: Record<string, number>
}

/** Collects what one step has to say. The notes before it are left as they are, since the step may run again. */
export class Notebook {
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

/** As the answer has them. */
export function listNotes({ kept, kinds }: Notes): ImportNote[] {
  const more = Object.entries(kinds).filter(([, number]) => number > MAX_OF_A_KIND)
  return [...kept, ...more.map(([kind, number]) => ({ message: `${number} ${kind}; the first ${MAX_OF_A_KIND} are listed, all of them are in the log of the task.` }))]
}

function lineOf({ category, file_name, annotation, image_id, message }: ImportNote): string {
  if (category !== undefined) return `Category "${category}": ${message}`
  if (file_name !== undefined) return `${file_name}: ${message}`
  if (annotation === undefined) return message
  return `Annotation ${annotation}${image_id === undefined ? '' : ` of image ${image_id}`}: ${message}`
}
