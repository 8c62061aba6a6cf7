// Uploads: stores a large file, sent as the body, for imports that name it.
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { uploads } from '../db/tasks/uploads'
import { writeOnce } from '../db/store/write'
import { checkFreeSpace } from '../db/store/freeSpace'
import { json, path } from './http/request'

export const uploadHandlers = [
  http.post(path('/uploads'), async ({ request }) => {
    const name = new URL(request.url).searchParams.get('file_name') ?? ''
    const blob = await request.blob()
    if (blob.size === 0) throw badRequest('The body is empty: send the file itself as the body.')
    await checkFreeSpace(blob.size)
    const target = `POST ${new URL(request.url).pathname}`
    const answer = await writeOnce(request.headers.get('idempotency-key'), target, async () => {
      const { id } = await uploads.store(crypto.randomUUID(), blob, name)
      return { id, size: blob.size }
    })
    return json(answer)
  }),
]
