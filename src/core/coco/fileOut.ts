/**
 * The text of a COCO file, piece by piece: what is held at a time is one batch. Annotations stand before images, since only
 * they tell which images are listed; the order of members means nothing in JSON.
 */
export interface CocoFile {
  /** Members beside the three lists. `info` and `licenses` are always written: some readers refuse a file without. */
  top: Record<string, unknown>
  categories: object[]
  annotations: AsyncIterable<object[]>
  /** Asked for after the last annotation. */
  images: AsyncIterable<object[]>
}

export async function* cocoText({ top, categories, annotations, images }: CocoFile): AsyncGenerator<string> {
  const lists = new Set(['categories', 'annotations', 'images'])
  const members = Object.entries({ info: {}, licenses: [], ...top }).filter(([name]) => !lists.has(name))
  yield `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},\n`).join('')}`
  yield `"categories":[${categories.map((each) => `\n${JSON.stringify(each)}`).join(',')}],\n`
  yield '"annotations":['
  yield* listText(annotations)
  yield '],\n"images":['
  yield* listText(images)
  yield ']}\n'
}

async function* listText(batches: AsyncIterable<object[]>): AsyncGenerator<string> {
  let separator = '\n'
  for await (const batch of batches) {
    if (batch.length === 0) continue
    yield separator + batch.map((each) => JSON.stringify(each)).join(',\n')
    separator = ',\n'
  }
}
