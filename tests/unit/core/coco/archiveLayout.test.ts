import { expect, it } from 'vitest'
import { archiveLayout } from '@/core/coco/archive/archiveLayout'
import { matchImage, newPathIndex } from '@/core/coco/matchImages'

const paths = (names: string[]) => archiveLayout(names).pictures.map(({ path }) => path)
const folders = (names: string[]) => archiveLayout(names).cocos.map(({ folder }) => folder)

it('reads the common layouts', () => {
  expect(paths(['images/a.jpg', 'images/x/b.png', 'annotations/instances.json'])).toEqual(['a.jpg', 'x/b.png'])
  expect(paths(['set/images/a.jpg', 'set/annotations/instances.json'])).toEqual(['a.jpg'])
  expect(paths(['train/a.jpg', 'train/_annotations.coco.json'])).toEqual(['train/a.jpg'])
  expect(paths(['cats/a.jpg', 'cats/b.jpg'])).toEqual(['cats/a.jpg', 'cats/b.jpg'])
  expect(folders(['train/a.jpg', 'train/_annotations.coco.json', 'val/b.jpg', 'val/_annotations.coco.json'])).toEqual([
    'train',
    'val',
  ])
  expect(folders(['images/train2017/a.jpg', 'annotations/instances_train2017.json'])).toEqual(['train2017'])
  expect(folders(['images/a.jpg', 'annotations/instances.json', 'x.json'])).toEqual(['', ''])
})

it('leaves out what is neither', () => {
  const layout = archiveLayout(['__MACOSX/a.jpg', 'a.jpg', '.DS_Store', 'README.txt', 'annotations/panoptic_val/a.png'])
  expect(layout).toEqual({ pictures: [{ name: 'a.jpg', path: 'a.jpg' }], cocos: [], others: ['README.txt'] })
})

it('takes in images whose names begin with a dot, as an archive of ours may have them', () => {
  expect(
    paths(['images/.jpg', 'images/x/.b.png', 'images/._a.jpg', 'images/.gitkeep', 'annotations/instances.json']),
  ).toEqual(['.jpg', 'x/.b.png'])
})

it('matches by path, then by suffix, then by base name, and never guesses', () => {
  const index = newPathIndex([
    ['a/1.jpg', 1],
    ['b/1.jpg', 2],
    ['c/d/2.jpg', 3],
    ['A/3.jpg', 4],
  ])
  expect(matchImage(index, 'a/1.jpg')).toEqual({ id: 1 })
  expect(matchImage(index, '1.jpg')).toBe('ambiguous')
  expect(matchImage(index, '1.jpg', 'b')).toEqual({ id: 2 })
  expect(matchImage(index, 'd/2.jpg')).toEqual({ id: 3 })
  expect(matchImage(index, 'elsewhere/2.jpg')).toEqual({ id: 3 })
  expect(matchImage(index, 'data/b/1.jpg')).toEqual({ id: 2 })
  expect(matchImage(index, '4.jpg')).toBe('missing')
  expect(matchImage(index, '3.JPG')).toBe('missing')
})
