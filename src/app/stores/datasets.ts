/** The list of datasets, and the operations that change it. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Category } from '@/contract/category'
import type { Dataset, DatasetSummary } from '@/contract/dataset'
import { messageOf } from '../api/client'
import { datasetsApi } from '../api/datasets'
import { trashApi } from '../api/trash'
import { t } from '../i18n'
import { useMessages } from './messages'
import { freeName } from './names'
import { ApiError } from '@/contract/errors'

const MOST_ATTEMPTS = 20

export const useDatasets = defineStore('datasets', () => {
  const list = shallowRef<readonly DatasetSummary[] | null>(null)
  const categories = shallowRef<readonly Category[]>([])
  const problem = shallowRef('')
  const loadedAt = ref(0)
  const messages = useMessages()

  async function load() {
    try {
      const page = await datasetsApi.list()
      list.value = page.datasets
      categories.value = page.categories
      loadedAt.value = Date.now()
      problem.value = ''
    } catch (error) {
      problem.value = messageOf(error)
    }
  }

  /** Creates a dataset for an import with the given name or the next free one. Names in the trash, and names of imports in other tabs, count as taken. */
  async function createForImport(wanted: string): Promise<Dataset> {
    const trash = await trashApi.list()
    const deleted = trash.filter(({ instance }) => instance === 'dataset').map(({ name }) => name)
    const taken = [...(await datasetsApi.list()).datasets.map(({ name }) => name), ...deleted]
    for (let attempt = 1; ; attempt++) {
      const name = freeName(wanted, taken)
      try {
        return await datasetsApi.create({ name, provisional: true })
      } catch (error) {
        if (attempt === MOST_ATTEMPTS || !(error instanceof ApiError && error.code === 'dataset-exists')) throw error
        taken.push(name)
      }
    }
  }

  async function remove({ id, name }: DatasetSummary) {
    await datasetsApi.remove(id)
    await load()
    messages.sayTrashed(t('app.trashed', { name }), () => void restore(id))
  }

  async function restore(id: number) {
    try {
      await trashApi.restore('dataset', id)
    } catch (error) {
      messages.complain(messageOf(error))
    }
    await load()
  }

  return { list, categories, problem, loadedAt, load, createForImport, remove }
})
