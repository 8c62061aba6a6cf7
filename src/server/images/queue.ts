/** Limits how many images are decoded at a time, so that edits need not wait for a page of thumbnails and memory suffices. */
import { userRests } from '../userFirst'

const AT_A_TIME = 2

/** Longest wait of a thumbnail for the user's writes, in milliseconds, so that some appear even while thousands of images are added. */
const LONGEST_REST = 500

export const inTurn = queueOf(AT_A_TIME)

const atLeisure = queueOf(1)

/** Called before each step that blocks the worker's thread. Resolves when the user is not writing. */
export type Rest = () => Promise<void>

/** As `inTurn`, for work that can wait: runs one at a time, and starts when the user is not writing. */
export const whenUserRests = <T>(work: (rest: Rest) => Promise<T>): Promise<T> =>
  atLeisure(async () => {
    const deadline = performance.now() + LONGEST_REST
    const rest = () => userRests(deadline - performance.now())
    await rest()
    return inTurn(() => work(rest))
  })

function queueOf(slots: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= slots) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // the slot passes to the next in line, or becomes free
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
