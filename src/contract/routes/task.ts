import { Success } from '../common'
import { Task, TaskLogs } from '../task'
import { z } from '../zod'
import type { Route } from './route'

const noTask = '`Invalid task id`'

export const taskRoutes: Route[] = [
  { method: 'GET', path: '/tasks/', origin: 'later', summary: 'All tasks, newest first', answer: z.array(Task) },
  {
    method: 'GET',
    path: '/tasks/{id}',
    origin: 'later',
    summary: 'How far a task is; asking also keeps it going',
    answer: Task,
    errors: { 400: noTask },
  },
  {
    method: 'DELETE',
    path: '/tasks/{id}',
    origin: 'later',
    summary: 'Forget a task that is completed',
    answer: Success,
    errors: { 400: `${noTask} or \`Task is not completed\`` },
    example: { answer: { success: true } },
  },
  {
    method: 'GET',
    path: '/tasks/{id}/logs',
    origin: 'later',
    summary: 'All that a task had to say',
    answer: TaskLogs,
    errors: { 400: noTask },
  },
  {
    method: 'POST',
    path: '/tasks/{id}/cancel',
    origin: 'ours',
    summary: 'Stop a task and roll it back',
    answer: Task,
    errors: { 400: `${noTask}, it is completed, or it is already writing its result.` },
  },
  {
    method: 'POST',
    path: '/tasks/{id}/undo',
    origin: 'ours',
    summary: 'Take back a change of many images',
    description:
      'As a task of its own. What was changed by other means since stays as it is, and is counted as skipped.',
    answer: Task,
    errors: {
      400: `${noTask}, or it cannot be undone: it is not completed, is no change of many images, or was undone already.`,
    },
  },
]
