import { InvalidInput } from '../errors'

/** The error for a label file that cannot be used: it names the file and the place in it. `line` counts from 1. */
export const broken = (file: string, message: string, line?: number) =>
  new InvalidInput(line === undefined ? `${file}: ${message}` : `${file}, line ${line}: ${message}`)
