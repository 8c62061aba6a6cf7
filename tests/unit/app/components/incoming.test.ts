import { expect, test } from 'vitest'
import { nameFor, sortIncoming } from '@/app/components/incoming/kinds'
import { sortByContent } from '@/app/components/incoming/labels'
import { freeName } from '@/app/stores/names'

const incoming = (path: string, type = '', text = 'x') => {
  const parts = path.split('/')
  return { file: new File([text], parts.pop()!, { type }), folder: parts.join('/') }
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

test('label files go together, with what describes them, told from their contents', async () => {
  const set = [
    incoming('set/images/1.jpg'),
    incoming('set/labels/1.txt', '', '0 0.5 0.5 0.2 0.2\n'),
    incoming('set/data.yaml', '', 'names: [nut]\n'),
    incoming('set/notes.md'),
  ]
  const sorted = await sortByContent(set)
  expect([names(sorted.labels), names(sorted.images)]).toEqual([
    ['1.txt', 'data.yaml'],
    ['1.jpg', 'notes.md'],
  ])
})

test('JSON is of COCO, of another tool, or of neither', async () => {
  const labelme = '{"version": "5.0", "flags": {}, "shapes": [], "imagePath": "1.jpg"}'
  const createml =
    '[{"image": "1.jpg", "annotations": [{"label": "nut", "coordinates": {"x": 1, "y": 1, "width": 1, "height": 1}}]}]'
  const coco = '{"images": [], "categories": [], "annotations": []}'
  const kinds = async (...files: ReturnType<typeof incoming>[]) => {
    const { labels, cocos } = await sortByContent([incoming('1.jpg'), ...files])
    return [names(labels), cocos.map(({ name }) => name)]
  }
  expect(await kinds(incoming('1.json', '', labelme))).toEqual([['1.json'], []])
  expect(await kinds(incoming('1.json', '', labelme), incoming('coco.json', '', coco))).toEqual([
    ['1.json'],
    ['coco.json'],
  ])
  expect(await kinds(incoming('_annotations.createml.json', '', createml))).toEqual([
    ['_annotations.createml.json'],
    [],
  ])
  expect(await kinds(incoming('coco.json', '', coco))).toEqual([[], ['coco.json']])
  expect(await kinds(incoming('settings.json', '', '{"a": 1}'))).toEqual([[], ['settings.json']])
})

test('masks in their folder are labels of the images beside them', async () => {
  const sorted = await sortByContent(
    ['set/images/1.jpg', 'set/masks/1.png', 'set/labelmap.txt'].map((path) => incoming(path)),
  )
  expect([names(sorted.labels).sort(), names(sorted.images)]).toEqual([['1.png', 'labelmap.txt'], ['1.jpg']])
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
