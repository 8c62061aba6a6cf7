/** Pictures are decoded a few at a time, so that the strokes of the user do not wait for a page of thumbnails, and memory lasts. */
import { userRests } from '../userFirst'

const AT_A_TIME = 2

/** What is only looked at waits no longer than this for the user's writes: while thousands of pictures come in, some show. Milliseconds. */
const LONGEST_REST = 500

export const inTurn = queueOf(AT_A_TIME)

const atLeisure = queueOf(1)

/** Asked before each step that keeps the worker's thread: resolves when the user writes nothing. */
export type Rest = () => Promise<void>

/** As `inTurn`, for what can wait: one at a time, and begun when the user writes nothing. */
export const whenUserRests = <T>(work: (rest: Rest) => Promise<T>): Promise<T> =>
  atLeisure(async () => {
    const deadline = performance.now() + LONGEST_REST
    const rest = () => userRests(deadline - performance.now())
    await rest()
    return inTurn(() => work(rest))
  })

function queueOf(places: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= places) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // the storeOne goes to the next in line, or becomes free
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
