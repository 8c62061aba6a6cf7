/** What the server says, in other languages. The server's own files are read, so that a sentence that changes there is noticed here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOSSES } from '@/core/formats/losses'
import { showLanguage } from '@/app/i18n'
import { templatesOf } from '@/app/i18n/sentences'
import { lossText, serverText, taskName } from '@/app/i18n/serverText'
import sentences from '@/app/i18n/locales/en/server.json'
import losses from '@/app/i18n/locales/en/losses.json'

/** All of a folder's TypeScript as one text, with one space for each run of white space. */
const sourceOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join(' ')
    .replace(/\s+/g, ' ')

describe('in Spanish', () => {
  beforeAll(() => showLanguage('es'))

  it.each([
    ['Import COCO into My nuts', 'Importar COCO en My nuts'],
    ['Undo: Set 1,204 images to done', 'Deshacer: Marcar 1,204 imágenes como listas'],
    ['Delete 1 image', 'Eliminar 1 imagen'],
    ['Add the folder a "b" {c} to d', 'Añadir la carpeta a "b" {c} a d'],
    ['A name of mine', 'A name of mine'],
  ])('the task %s', (name, wanted) => expect(taskName(name)).toBe(wanted))

  it.each([
    ['Creating category fig.', 'Creando la categoría fig.'],
    [
      'Annotation 5 of image 3: bbox is missing. Repaired: computed from the shape.',
      'Anotación 5 de la imagen 3: Falta bbox. Reparado: calculado a partir de la forma.',
    ],
    ['It is the same image as "a/b.jpg".', 'Es la misma imagen que «a/b.jpg».'],
    ["bbox is [1,2,3,4], the mask's is [1,2,3,5].", 'bbox es [1,2,3,4]; el de la máscara es [1,2,3,5].'],
    ['Check dataset', 'Check dataset'],
  ])('the sentence %s', (text, wanted) => expect(serverText(text)).toBe(wanted))

  it('a loss with its count, and one that the page does not know as the server says it', () => {
    const loss = { code: 'holes-filled', params: {}, message: '2 annotations have holes: they are filled.', count: 2 }
    expect(lossText(loss)).toBe('2 anotaciones tienen huecos: se rellenan.')
    expect(lossText({ ...loss, code: 'new' })).toBe(loss.message)
  })
})

it('every loss has its sentences', () => expect(Object.keys(losses).sort()).toEqual(Object.keys(LOSSES).sort()))

it('every sentence is one of the server', () => {
  const source = `${sourceOf('src/server')} ${sourceOf('src/core')}`
  const isThere = (part: string) => source.includes(part) || source.includes(part.replaceAll("'", "\\'"))
  const strange = Object.entries(sentences).flatMap(([code, text]) =>
    text
      .replaceAll("''", "'")
      .split(/\{\w+\}/)
      .flatMap((part) => part.split(/(?<=\.) /))
      .map((part) => part.trim())
      .filter((part) => part.length > 3 && !isThere(part))
      .map((part) => `${code}: ${part}`),
  )
  expect(strange).toEqual([])
})

it('a sentence is recognised by the template that says most of it', () => {
  const [first] = templatesOf({ general: 'Refused: {reason}', special: 'Refused: {reason} is missing.' })
  expect(first!.key).toBe('server.special')
})
