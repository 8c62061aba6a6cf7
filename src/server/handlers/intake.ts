// Imports of folders: begin, what is here already, go on, finish. The pictures: imageUpload.ts. Wire shapes: src/contract/intake.ts
import { http } from 'msw'
import { IntakeTotals, KnownQuestion, NewIntake } from '@/contract/intake'
import { intakes } from '../db/intakes'
import { taskToWire } from './answerTask'
import { answerOnce, json, path, readBody, readId } from './http'

export const intakeHandlers = [
  http.post(path('/intake'), async ({ request }) => {
    const intake = await readBody(request, NewIntake)
    return answerOnce(request, async () => taskToWire(await intakes.begin(intake)))
  }),
  http.post(path('/intake/:id/known'), async ({ request, params }) => {
    const question = await readBody(request, KnownQuestion)
    return json({ hashes: await intakes.known(readId(params), question) })
  }),
  http.post(path('/intake/:id/here'), async ({ request, params }) => {
    const totals = await readBody(request, IntakeTotals)
    return answerOnce(request, async () => taskToWire(await intakes.here(readId(params), totals)))
  }),
  http.post(path('/intake/:id/resume'), async ({ request, params }) => {
    const totals = await readBody(request, IntakeTotals)
    return answerOnce(request, async () => taskToWire(await intakes.resume(readId(params), totals)))
  }),
  http.post(path('/intake/:id/finish'), ({ request, params }) => answerOnce(request, async () => taskToWire(await intakes.finish(readId(params))))),
]
