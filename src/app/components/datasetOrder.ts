/** Which datasets are listed, in which order; the order is remembered on this device. */
import { ref, watch } from 'vue'
import type { DatasetSummary } from '@/contract/dataset'
import { readText, writeText } from '../deviceStorage'
import { compareNames } from '../i18n/format'

export const DATASET_ORDERS = ['oldest', 'newest', 'name', 'images', 'progress'] as const
export type DatasetOrder = (typeof DATASET_ORDERS)[number]

const KEY = 'atoll:datasets-order'

const labelled = ({ numberImages, numberAnnotated }: DatasetSummary) =>
  numberImages > 0 ? numberAnnotated / numberImages : 0

const comparers: Record<DatasetOrder, (a: DatasetSummary, b: DatasetSummary) => number> = {
  oldest: (a, b) => a.id - b.id,
  newest: (a, b) => b.id - a.id,
  name: (a, b) => compareNames(a.name, b.name),
  images: (a, b) => b.numberImages - a.numberImages,
  progress: (a, b) => labelled(a) - labelled(b),
}

/** Those whose name contains the text, in upper or lower case. Of equals the newer one comes first. */
export function listedDatasets(list: readonly DatasetSummary[], text: string, order: DatasetOrder): DatasetSummary[] {
  const wanted = text.trim().toLowerCase()
  return list
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => comparers[order](a, b) || b.id - a.id)
}

export function useDatasetOrder() {
  const stored = readText(KEY)
  const order = ref<DatasetOrder>(DATASET_ORDERS.find((each) => each === stored) ?? 'oldest')
  watch(order, (now) => writeText(KEY, now))
  return order
}
