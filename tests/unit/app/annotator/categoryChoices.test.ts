import { expect, it } from 'vitest'
import { categoryChoices } from '@/app/annotator/panels/category/categoryChoices'
import type { Category } from '@/app/annotator/editor/document'

const NAMES = ['nut', 'bolt', 'hex nut', 'walnut', 'Nutcracker']
const categories = NAMES.map((name, index) => ({ id: index + 1, name }) as Category)
const names = (text: string, recent: number[] = [], current: number | null = null) =>
  categoryChoices(categories, recent, current, text).map(({ name }) => name)

it('lists all without a text: the last used first, the current one behind the one before it', () => {
  expect(names('')).toEqual(NAMES)
  expect(names('', [4, 2], 1)).toEqual(['walnut', 'bolt', 'nut', 'hex nut', 'Nutcracker'])
  expect(names('', [4, 2], 4)).toEqual(['bolt', 'walnut', 'nut', 'hex nut', 'Nutcracker'])
  expect(names('', [4], 4)[0]).toBe('walnut')
})

it('finds by any part of the name, the best fit first', () => {
  expect(names('NUT')).toEqual(['nut', 'Nutcracker', 'hex nut', 'walnut'])
  expect(names('nut', [4], 4)[0], 'the exact name before the last used').toBe('nut')
  expect(names('zebra')).toEqual([])
})
