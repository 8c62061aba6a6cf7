/** Which images of a dataset are shown: all of it stands in the address, so that it can be kept and sent. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { FilterKey } from '@/core/query/filters'
import { formatQuery, LONGEST_QUERY } from '@/core/query/parse'
import type { ImageFilter } from '../../api/datasets'
import { STATES } from '../states'
import { joined } from './queryText'

export const PAGE_SIZE = 60

export const ORDERS = ['path', '-path', 'natural', 'id', '-id'] as const

export function useFilter() {
  const [route, router] = [useRoute(), useRouter()]
  // the page is where one looks, not what is found: to scroll is no reason to read everything anew
  const key = computed(() => JSON.stringify({ ...readFilter(route.query), page: undefined }))
  const filter = computed(() => JSON.parse(key.value) as ImageFilter)
  const page = computed(() => readFilter(route.query).page ?? 1)
  const isFiltered = computed(() => isFiltering(filter.value))

  /** Other filters start at the first page. `null` shows everything. */
  const change = (next: Partial<ImageFilter> | null) =>
    void router.replace({ query: next ? writeFilter({ ...filter.value, ...next }) : {} })

  return { filter, page, isFiltered, change }
}

export const isFiltering = ({ query, folder }: ImageFilter): boolean => Boolean(query || folder)

/** Where an image is annotated as one of the list with that filter and order. */
export const annotateAddress = (imageId: number, filter: ImageFilter) => ({
  path: `/annotate/${imageId}`,
  query: writeFilter({ ...filter, page: undefined }),
})

/** An address may hold anything: what makes no sense is passed over. */
export function readFilter(query: LocationQuery): ImageFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  return {
    page: numberIn(text('page')) ?? 1,
    limit: PAGE_SIZE,
    folder: text('folder'),
    order: ORDERS.find((order) => order === text('order')) ?? 'path',
    query: joined(text('query').slice(0, LONGEST_QUERY), olderFilter(text)),
  }
}

const numberIn = (text: string) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined)

/** Addresses of earlier versions have a parameter for each filter. */
function olderFilter(text: (name: string) => string): string {
  const category = numberIn(text('category'))
  const annotations = { yes: '>0', no: '0' }[text('annotated')]
  const values: [FilterKey, string | undefined][] = [
    ['name', text('name')],
    ['state', STATES.find((state) => state === text('state'))],
    ['category', category === undefined ? undefined : `#${category}`],
    ['annotations', annotations],
    ['split', /^[\w.-]{1,40}$/.exec(text('split'))?.[0]],
  ]
  return formatQuery(values.flatMap(([key, value]) => (value ? [{ key, values: [value], negated: false }] : [])))
}

export function writeFilter({ page, folder = '', order, query = '' }: ImageFilter): Record<string, string> {
  const all = {
    page: page && page > 1 ? String(page) : '',
    folder,
    order: order && order !== 'path' ? order : '',
    query,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}
