import { expect, test } from 'vitest'
import { nameFor, sortIncoming } from '@/app/components/incoming/kinds'
import { freeName } from '@/app/stores/names'

const incoming = (path: string, type = '') => {
  const parts = path.split('/')
  return { file: new File(['x'], parts.pop()!, { type }), folder: parts.join('/') }
}
const names = (files: { file: File }[]) => files.map(({ file }) => file.name)

test('images, archives and COCO files go their ways, litter goes nowhere', () => {
  const files = [
    'a/1.jpg',
    'a/.DS_Store',
    '__MACOSX/1.jpg',
    'set.ZIP',
    'coco.json',
    'notes.txt',
    'Thumbs.db',
    '.git/x.png',
  ].map((path) => incoming(path))
  const sorted = sortIncoming(files)
  // a text file is sent like an image: the server says what is wrong with it, and the report names it
  expect(names(sorted.images)).toEqual(['1.jpg', 'notes.txt'])
  expect(sorted.archives.map(({ name }) => name)).toEqual(['set.ZIP'])
  expect(sorted.cocos.map(({ name }) => name)).toEqual(['coco.json'])
})

test('label files go together, with what describes them', () => {
  const sorted = sortIncoming(
    ['set/images/1.jpg', 'set/labels/1.txt', 'set/data.yaml', 'set/notes.txt'].map((path) => incoming(path)),
  )
  expect([names(sorted.labels), names(sorted.images)]).toEqual([
    ['1.txt', 'data.yaml'],
    ['1.jpg', 'notes.txt'],
  ])
  expect(names(sortIncoming([incoming('1.txt'), incoming('2.xml')]).labels)).toEqual(['1.txt', '2.xml'])
})

test('what a file calls itself counts where its name says nothing', () => {
  const sorted = sortIncoming([incoming('set', 'application/zip'), incoming('coco', 'application/json')])
  expect([sorted.archives.length, sorted.cocos.length, sorted.images.length]).toEqual([1, 1, 0])
})

test('a new dataset is called after its folder, its archive or its COCO file', () => {
  expect(nameFor([incoming('birds/a/1.jpg'), incoming('birds/2.jpg')])).toBe('birds')
  expect(nameFor([incoming('a/1.jpg'), incoming('b/2.jpg')])).toBe('My images')
  expect(nameFor([incoming('1.jpg')])).toBe('My images')
  expect(nameFor([incoming('birds.v2.zip')])).toBe('birds.v2')
  expect(nameFor([incoming('instances.json')])).toBe('instances')
  expect(nameFor([incoming('.zip', 'application/zip')])).toBe('My images')
})

test('a name that is taken gets a number', () => {
  expect(freeName('Nuts', [])).toBe('Nuts')
  expect(freeName('Nuts', ['Nuts', 'Nuts 2'])).toBe('Nuts 3')
})
