// Tasks: list, read (which also keeps them running), logs, cancel, delete. Schemas: src/contract/task.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { staging } from '../db/tasks/staging'
import { isCompleted, tasks } from '../db/tasks/tasks'
import { cancelTask, nudgeTasks } from '../tasks/runner'
import { serialiseTask } from './http/answerTask'
import { json, path, readId } from './http/request'

async function findTask(params: Record<string, unknown>) {
  const row = await tasks.find(readId(params))
  if (row) return row
  throw badRequest('Invalid task id')
}

export const taskHandlers = [
  http.get(path('/tasks'), async () => {
    nudgeTasks()
    return json((await tasks.list()).map((row) => ({ ...serialiseTask(row), result: undefined })))
  }),
  http.get(path('/tasks/:id'), async ({ params }) => {
    const row = await findTask(params)
    if (!isCompleted(row)) nudgeTasks()
    return json(serialiseTask(row))
  }),
  http.get(path('/tasks/:id/logs'), async ({ params }) =>
    json({ logs: await staging.logs((await findTask(params)).id) }),
  ),
  http.post(path('/tasks/:id/cancel'), async ({ params }) => json(serialiseTask(await cancelTask(readId(params))))),
  http.delete(path('/tasks/:id'), async ({ params }) => {
    const row = await findTask(params)
    if (!isCompleted(row)) throw badRequest('Task is not completed')
    await tasks.remove(row.id)
    return json({ success: true })
  }),
]
