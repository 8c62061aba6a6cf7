// Integrity of the store. Schemas: src/contract/integrity.ts
import { http } from 'msw'
import { integrity } from '../db/integrity'
import { answerOnce, json, path } from './http/request'

export const integrityHandlers = [
  http.get(path('/integrity'), async () => json(await integrity.check())),
  http.post(path('/integrity/repair'), ({ request }) => answerOnce(request, () => integrity.repair())),
]
