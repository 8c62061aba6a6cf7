// The table of formats. Wire shapes: src/contract/formats.ts
import { http } from 'msw'
import { canRead, canWrite, formats } from '@/core/formats/table'
import { json, path } from './http/request'

export const formatHandlers = [
  http.get(path('/formats'), () =>
    json({
      formats: formats.map((format) => ({
        id: format.id,
        name: format.name,
        reads: canRead(format),
        writes: canWrite(format),
        holds: format.holds,
      })),
    }),
  ),
]
