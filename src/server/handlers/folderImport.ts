// Folder imports: begin, find existing files, resume, finish. Their images: imageUpload.ts. Schemas: src/contract/folderImport.ts
import { http } from 'msw'
import { FolderImportTotals, ExistingFilesQuestion, NewFolderImport } from '@/contract/folderImport'
import { folderImports } from '../db/tasks/folderImports'
import { serialiseTask } from './http/answerTask'
import { answerOnce, json, path, readBody, readId } from './http/request'

export const folderImportHandlers = [
  http.post(path('/intake'), async ({ request }) => {
    const intake = await readBody(request, NewFolderImport)
    return answerOnce(request, async () => serialiseTask(await folderImports.begin(intake)))
  }),
  http.post(path('/intake/:id/known'), async ({ request, params }) => {
    const question = await readBody(request, ExistingFilesQuestion)
    return json({ hashes: await folderImports.findExisting(readId(params), question) })
  }),
  http.post(path('/intake/:id/here'), async ({ request, params }) => {
    const totals = await readBody(request, FolderImportTotals)
    return answerOnce(request, async () => serialiseTask(await folderImports.here(readId(params), totals)))
  }),
  http.post(path('/intake/:id/resume'), async ({ request, params }) => {
    const totals = await readBody(request, FolderImportTotals)
    return answerOnce(request, async () => serialiseTask(await folderImports.resume(readId(params), totals)))
  }),
  http.post(path('/intake/:id/finish'), ({ request, params }) =>
    answerOnce(request, async () => serialiseTask(await folderImports.finish(readId(params))), { room: 'reserve' }),
  ),
]
