import { expect, it } from 'vitest'
import { ApiError, badRequest, ERRORS, identify } from '@/contract/errors'

it('every sentence of the table has its own code', () => {
  for (const [code, template] of Object.entries(ERRORS)) expect(identify(400, template)).toMatchObject({ code })
})

it('the values in a sentence are its parameters', () => {
  expect(
    badRequest('file already exists: a/b.jpg. It is in the trash: restore it there, or delete it for good.').body,
  ).toMatchObject({ code: 'file-in-trash-at', params: { path: 'a/b.jpg' } })
  expect(badRequest('Invalid image id 7: it is in the trash.').body).toMatchObject({
    code: 'image-in-trash',
    params: { id: '7' },
  })
})

it('other errors have the code of their status, or the one that is given', () => {
  expect(badRequest('This file is not an image.').code).toBe('bad-request')
  expect(new ApiError(503, 'No model', { code: 'model-missing' }).code).toBe('model-missing')
})
