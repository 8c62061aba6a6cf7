import { expect, test } from 'vitest'
import { assignInstanceColors, instanceColor } from '@/app/annotator/canvas/paint/instanceColors'
import { itemColor, readColor } from '@/app/annotator/canvas/paint/color'
import { everythingShown } from '@/app/annotator/editor/display'
import { category, docOf, item, square } from './draw'

const grid = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    item(index + 1, square((index % 20) * 5, Math.floor(index / 20) * 5, 5), { color: '#336699' }),
  )

test('500 annotations have 500 colours, and neighbours differ clearly', () => {
  const items = grid(500)
  assignInstanceColors({ ...docOf(items), imageId: 101 })
  const colors = items.map(({ id }) => instanceColor(id)!)
  expect(new Set(colors).size).toBe(500)
  items.forEach((_, index) => {
    if (index % 20 === 0) return
    const [a, b] = [readColor(colors[index]!), readColor(colors[index - 1]!)]
    const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
    expect(apart, `${colors[index - 1]} beside ${colors[index]}`).toBeGreaterThan(60)
  })
})

test('an annotation keeps its colour when others come', () => {
  const items = grid(3)
  assignInstanceColors({ ...docOf(items.slice(0, 2)), imageId: 102 })
  const before = instanceColor(1)
  assignInstanceColors({ ...docOf(items), imageId: 102 })
  expect(instanceColor(1)).toBe(before)
})

test('a colour given by hand is shown; one by category is the category’s', () => {
  const [first] = grid(1)
  assignInstanceColors({ ...docOf([first!]), imageId: 103 })
  const byInstance = { ...everythingShown, colorBy: 'instance' as const }
  expect(itemColor({ ...first!, color: '#ff0000' }, category(1, 'nut'), byInstance)).toBe('#ff0000')
  expect(itemColor(first!, category(1, 'nut'), byInstance)).toBe(instanceColor(1))
  expect(itemColor(first!, category(1, 'nut'), everythingShown)).toBe('#336699')
})
