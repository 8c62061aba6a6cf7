/** The list of datasets, and what changes it. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Category } from '@/contract/category'
import type { Dataset, DatasetSummary } from '@/contract/dataset'
import { messageOf } from '../api/client'
import { datasetsApi } from '../api/datasets'
import { trashApi } from '../api/trash'
import { useMessages } from './messages'
import { freeName } from './names'

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

  /** A dataset of that name, or of the next free one: names in the trash are taken too. */
  async function createNumbered(wanted: string): Promise<Dataset> {
    const trash = await trashApi.list()
    const deleted = trash.filter(({ instance }) => instance === 'dataset').map(({ name }) => name)
    const live = (await datasetsApi.list()).datasets.map(({ name }) => name)
    return datasetsApi.create({ name: freeName(wanted, [...live, ...deleted]) })
  }

  async function remove({ id, name }: DatasetSummary) {
    await datasetsApi.remove(id)
    await load()
    messages.sayTrashed(`“${name}” is`, () => void restore(id))
  }

  async function restore(id: number) {
    try {
      await trashApi.restore('dataset', id)
    } catch (error) {
      messages.complain(messageOf(error))
    }
    await load()
  }

  return { list, categories, problem, loadedAt, load, createNumbered, remove }
})
