import { expect, test } from 'vitest'
import { SaveQueue, type Job, type SaveState } from '@/app/annotator/save/queue'

class Refused extends Error {}

/** A server that answers as the script says: 'ok', 'lost' (no answer) or 'no' (refused for good). */
function setup(script: string[]) {
  const sent: { key: string; body: string }[] = []
  const answered: string[] = []
  const refused: string[] = []
  const states: SaveState[] = []
  let keys = 0
  const queue = new SaveQueue<string, string>({
    async send({ key, body }: Job<string>) {
      sent.push({ key, body })
      const outcome = script.shift() ?? 'ok'
      if (outcome === 'lost') throw new TypeError('Failed to fetch')
      if (outcome === 'no') throw new Refused('no')
      return body
    },
    onAnswer: (answer) => void answered.push(answer),
    onRefused: (_error, { body }) => void refused.push(body),
    onState: (state) => void states.push(state),
    isFinal: (error) => error instanceof Refused,
    newKey: () => `key ${++keys}`,
    wait: () => Promise.resolve(),
  })
  return { queue, sent, answered, refused, states }
}

test('one after the other, in order', async () => {
  const { queue, answered, states } = setup([])
  for (const body of ['a', 'b', 'c']) queue.add(body)
  expect(queue.state).toBe('saving')
  await queue.idle()
  expect(answered).toEqual(['a', 'b', 'c'])
  expect(states).toEqual(['saving', 'saved'])
})

test('without an answer the same key is sent again, and the next waits', async () => {
  const { queue, sent, answered } = setup(['lost', 'lost', 'ok', 'ok'])
  queue.add('a')
  queue.add('b')
  await queue.idle()
  expect(sent.map(({ key, body }) => `${body} ${key}`)).toEqual(['a key 1', 'a key 1', 'a key 1', 'b key 2'])
  expect(answered).toEqual(['a', 'b'])
})

test('it says failed after the second miss and saved only when all is stored', async () => {
  const { queue, states } = setup(['lost', 'lost', 'lost', 'ok'])
  queue.add('a')
  queue.add('b')
  await queue.idle()
  expect(states).toEqual(['saving', 'failed', 'saving', 'saved'])
})

test('what is refused is reported and dropped; the rest goes on', async () => {
  const { queue, answered, refused } = setup(['no', 'ok'])
  queue.add('a')
  queue.add('b')
  await queue.idle()
  expect(refused).toEqual(['a'])
  expect(answered).toEqual(['b'])
})

test('waiting jobs can be dropped, not the one under way', async () => {
  const { queue, sent } = setup([])
  for (const body of ['a', 'b', 'c']) queue.add(body)
  queue.drop((body) => body !== 'c')
  await queue.idle()
  expect(sent.map(({ body }) => body)).toEqual(['a', 'c'])
})

test('retry does not wait for the pause', async () => {
  const sent: string[] = []
  const queue = new SaveQueue<string, string>({
    send: async ({ body }) => {
      sent.push(body)
      if (sent.length < 3) throw new TypeError('Failed to fetch')
      return body
    },
    onAnswer: () => {},
    onRefused: () => {},
    onState: (state) => state === 'failed' && setTimeout(queue.retry),
    isFinal: () => false,
    newKey: () => 'k',
    wait: () => (sent.length < 2 ? Promise.resolve() : new Promise(() => {})),
  })
  queue.add('a')
  await queue.idle()
  expect(sent).toEqual(['a', 'a', 'a'])
})
