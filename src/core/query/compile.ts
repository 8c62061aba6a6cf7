/** Turns a query into a test of images. */
import { baseName, folderOf } from '../paths'
import type { AnnotationFacts, ImageFacts, QueryContext } from './facts'
import { FILTERS, type FilterKey } from './filters'
import { isGroup, type Item, type Query, type Term } from './parse'
import { QueryError } from './queryError'
import { fold, globTest, hasWildcard, isInside, pairTest, readChoice, readDate, readNumber } from './values'

/** What must be known to answer: the path and id of each image, its facts, those of its annotations, or also their metadata. */
export type Need = 'path' | 'image' | 'annotations' | 'attributes'

export interface CompiledQuery {
  needs: Need
  /** `annotations`: those that are not deleted; looked at only if `needs` says so. */
  fits: (image: ImageFacts, annotations: readonly AnnotationFacts[]) => boolean
}

type ImageTest = (image: ImageFacts) => boolean
type AnnotationTest = (annotation: AnnotationFacts) => boolean
type Test = { of: 'image'; fits: ImageTest } | { of: 'annotation'; fits: AnnotationTest }

/** Throws QueryError where a value makes no sense or a category is unknown. */
export function compileQuery(query: Query, context: QueryContext): CompiledQuery {
  const tests = query.map((item) => compileItem(item, context))
  return { needs: needOf(query), fits: (image, annotations) => tests.every((test) => test(image, annotations)) }
}

/** Filters that a path and an id answer. */
const OF_PATH = new Set<FilterKey>(['name', 'folder', 'path', 'id'])

function needOf(query: Query): Need {
  const terms = query.flatMap((item) => (isGroup(item) ? item.terms : item))
  if (terms.some(({ key }) => key === 'attribute')) return 'attributes'
  if (query.some((item) => isGroup(item) || FILTERS[item.key].of === 'annotation')) return 'annotations'
  return query.every((item) => !isGroup(item) && OF_PATH.has(item.key)) ? 'path' : 'image'
}

function compileItem(item: Item, context: QueryContext): CompiledQuery['fits'] {
  if (isGroup(item)) {
    const tests = item.terms.map((term) => annotationTest(term, context))
    return (_image, annotations) =>
      annotations.some((annotation) => tests.every((test) => test(annotation))) !== item.negated
  }
  const tests = item.values.map((value) => testOf(item.key, value, context))
  return (image, annotations) =>
    tests.some((test) => (test.of === 'image' ? test.fits(image) : annotations.some(test.fits))) !== item.negated
}

function annotationTest({ key, values, negated }: Term, context: QueryContext): AnnotationTest {
  const tests = values.map((value) => ofAnnotation(key, value, context))
  return (annotation) => tests.some((test) => test(annotation)) !== negated
}

const testOf = (key: FilterKey, value: string, context: QueryContext): Test =>
  FILTERS[key].of === 'annotation'
    ? { of: 'annotation', fits: ofAnnotation(key, value, context) }
    : { of: 'image', fits: ofImage(key, value, context) }

function ofImage(key: FilterKey, value: string, context: QueryContext): ImageTest {
  switch (key) {
    case 'name':
      return nameTest(value)
    case 'folder':
      return folderTest(value)
    case 'path':
      return pathTest(value)
    case 'state':
    case 'file': {
      const wanted = readChoice(key, value, FILTERS[key].choices)
      return key === 'state'
        ? ({ state }) => state === wanted
        : ({ placeholder }) => placeholder === (wanted === 'missing')
    }
    case 'split': {
      const wanted = value === 'none' ? '' : value
      return ({ split = '' }) => split === wanted
    }
    case 'category': {
      const wanted = categoriesNamed(value, context)
      return (image) => image.categories.some((id) => wanted.has(id))
    }
    case 'metadata': {
      const fits = pairTest(value)
      return ({ metadata }) => fits(metadata)
    }
    case 'created':
    case 'updated': {
      const interval = readDate(key, value, context.now)
      return (image) => isInside(image[`${key}_at`], interval)
    }
    default: {
      const interval = readNumber(key, value)
      const field = key === 'annotations' ? 'num_annotations' : (key as 'width' | 'height' | 'id')
      return (image) => isInside(image[field], interval)
    }
  }
}

function ofAnnotation(key: FilterKey, value: string, context: QueryContext): AnnotationTest {
  switch (key) {
    case 'category': {
      const wanted = categoriesNamed(value, context)
      return ({ category_id }) => wanted.has(category_id)
    }
    case 'created':
    case 'updated': {
      const interval = readDate(key, value, context.now)
      return (annotation) => isInside(annotation[`${key}_at`], interval)
    }
    case 'shape':
    case 'crowd':
    case 'prediction': {
      const wanted = readChoice(key, value, FILTERS[key].choices)
      if (key === 'shape') return (annotation) => hasShape(annotation, wanted)
      const isYes = wanted === 'yes'
      return (annotation) => (key === 'crowd' ? annotation.iscrowd : annotation.prediction) === isYes
    }
    case 'creator': {
      const fits = globTest(value)
      return ({ creator }) => fits(creator)
    }
    case 'attribute': {
      const fits = pairTest(value)
      return ({ metadata = {} }) => fits(metadata)
    }
    default: {
      const interval = readNumber(key, value)
      const field = key as 'area' | 'aspect' | 'x' | 'y' | 'score'
      return (annotation) => isInside(annotation[field], interval)
    }
  }
}

function hasShape({ shape, keypoints }: AnnotationFacts, wanted: string): boolean {
  if (wanted === 'keypoints') return keypoints
  return wanted === 'empty' ? shape === 'none' && !keypoints : shape === wanted
}

/** `#12` is an id; a name is looked for as it is, then in upper or lower case, or by wildcards. */
function categoriesNamed(value: string, { categories }: QueryContext): Set<number> {
  const id = /^#(\d+)$/.exec(value)?.[1]
  const tests = [
    ({ name }: { name: string }) => name === value,
    hasWildcard(value) ? ({ name }: { name: string }) => globTest(value)(name) : undefined,
    ({ name }: { name: string }) => fold(name) === fold(value),
    id === undefined ? undefined : (category: { id: number }) => category.id === Number(id),
  ].filter((test) => test !== undefined)
  for (const test of tests) {
    const found = categories.filter(test)
    if (found.length > 0) return new Set(found.map((category) => category.id))
  }
  throw new QueryError('unknown-category', { value })
}

/** A part of the base name, or all of it where there are wildcards. */
function nameTest(value: string): ImageTest {
  if (hasWildcard(value)) {
    const fits = globTest(value)
    return ({ path }) => fits(baseName(path))
  }
  const wanted = fold(value)
  return ({ path }) => fold(baseName(path)).includes(wanted)
}

/** A folder with those below it; with wildcards, folders whose whole path fits. */
function folderTest(value: string): ImageTest {
  const wanted = value.replace(/^\/+|\/+$/g, '')
  const fits = globTest(wanted)
  if (hasWildcard(wanted)) return ({ path }) => fits(folderOf(path))
  return ({ path }) => {
    const folder = fold(folderOf(path))
    return folder === fold(wanted) || folder.startsWith(`${fold(wanted)}/`)
  }
}

function pathTest(value: string): ImageTest {
  if (hasWildcard(value)) {
    const fits = globTest(value)
    return ({ path }) => fits(path)
  }
  return ({ path }) => fold(path).includes(fold(value))
}
