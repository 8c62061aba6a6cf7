/** Pictures are decoded a few at a time, so that the strokes of the user do not wait for a page of thumbnails, and memory lasts. */
const AT_A_TIME = 2

const waiting: (() => void)[] = []
let running = 0

export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    // the place goes to the next in line, or becomes free
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
