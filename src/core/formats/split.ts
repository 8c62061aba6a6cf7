/** The part of a training set that a file belongs to, told from the folders it lies in. */

const WORDS: Record<string, string> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
  testing: 'test',
  dev: 'val',
}

/** `train2017`, `valid`, `Test`: one word for each part; another word stays as it is. */
export function splitWord(word: string): string | undefined {
  const plain = word.toLowerCase().replace(/[-_]?\d{4}$/, '')
  return Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined
}

/** Of the innermost folder that says one. */
export function splitOfPath(path: string): string | undefined {
  for (const folder of path.split('/').slice(0, -1).reverse()) {
    const split = splitWord(folder)
    if (split) return split
  }
  return undefined
}
