/**
 * JSON that takes a while to make. A space is sent after each step, so that the browser keeps the worker alive, and tells it when
 * whoever asked has left: only bodies of responses are cancelled then. An error breaks off the body.
 */
export function slowJson<Answer>(steps: AsyncGenerator<void, Answer>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await steps.next()
      controller.enqueue(encoder.encode(done ? JSON.stringify(value) : ' '))
      if (done) controller.close()
    },
    cancel: async () => void (await steps.return(undefined as Answer)),
  })
  return new Response(body, { headers: { 'Content-Type': 'application/json' } })
}
