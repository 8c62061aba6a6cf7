/** Which images of a dataset are shown: all of it stands in the address, so that it can be kept and sent. */
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { ImageFilter } from '../../api/datasets'
import { STATES } from '../states'

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

export const isFiltering = ({ name, state, category, annotated, split, folder }: ImageFilter): boolean =>
  Boolean(name || state || category || annotated !== undefined || split || folder)

/** Where an image is annotated as one of the list with that filter and order. */
export const annotateAddress = (imageId: number, filter: ImageFilter) => ({
  path: `/annotate/${imageId}`,
  query: writeFilter({ ...filter, page: undefined }),
})

/** An address may hold anything: what makes no sense is passed over. */
export function readFilter(query: LocationQuery): ImageFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const number = (name: string) => (/^[1-9]\d{0,14}$/.test(text(name)) ? Number(text(name)) : undefined)
  const annotated = { yes: true, no: false }[text('annotated')]
  return {
    page: number('page') ?? 1,
    limit: PAGE_SIZE,
    folder: text('folder'),
    order: ORDERS.find((order) => order === text('order')) ?? 'path',
    name: text('name'),
    state: STATES.find((state) => state === text('state')),
    category: number('category'),
    annotated,
    split: /^[\w.-]{1,40}$/.test(text('split')) ? text('split') : undefined,
  }
}

export function writeFilter({
  page,
  folder,
  order,
  name,
  state,
  category,
  annotated,
  split,
}: ImageFilter): Record<string, string> {
  const query = {
    page: page && page > 1 ? String(page) : '',
    folder: folder ?? '',
    order: order && order !== 'path' ? order : '',
    name: name ?? '',
    state: state ?? '',
    category: category ? String(category) : '',
    annotated: annotated === undefined ? '' : annotated ? 'yes' : 'no',
    split: split ?? '',
  }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}
