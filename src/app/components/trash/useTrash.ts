/** What is in the trash: found by name, selected, restored and deleted for good, many at a time. */
import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue'
import type { DeletedObject, Instance } from '@/contract/trash'
import { onOtherTabs } from '../../api/changeFeed'
import { messageOf } from '../../api/client'
import { trashApi } from '../../api/trash'
import { t } from '../../i18n'
import { useMessages } from '../../stores/messages'

/** What contains others comes back before them, and goes for good after them. */
const ORDER: readonly Instance[] = ['dataset', 'category', 'image', 'annotation']

export const nameOfDeleted = ({ instance, id, name }: DeletedObject) =>
  instance === 'annotation' ? t('trash.annotation', { id: String(id) }) : name

export const keyOf = ({ instance, id }: DeletedObject) => `${instance} ${id}`

export function useTrash() {
  const messages = useMessages()
  const list = shallowRef<DeletedObject[] | null>(null)
  const problem = ref('')
  const search = ref('')
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  const busy = ref(false)

  const found = computed(() => {
    const wanted = search.value.trim().toLowerCase()
    return (list.value ?? []).filter((item) => `${nameOfDeleted(item)} ${item.of ?? ''}`.toLowerCase().includes(wanted))
  })
  /** Only what is shown counts: nothing unseen is changed. */
  const selected = computed(() => found.value.filter((item) => chosen.value.has(keyOf(item))))

  async function load() {
    try {
      list.value = await trashApi.list()
      problem.value = ''
    } catch (error) {
      problem.value = messageOf(error)
    }
  }
  onMounted(load)
  onUnmounted(onOtherTabs(load))

  function choose(items: readonly DeletedObject[], on: boolean) {
    const next = new Set(chosen.value)
    for (const item of items) {
      if (on) next.add(keyOf(item))
      else next.delete(keyOf(item))
    }
    chosen.value = next
  }

  /** One after the other; what fails ends it, and is told with what was done before. */
  async function run(items: readonly DeletedObject[], work: (item: DeletedObject) => Promise<unknown>) {
    let done = 0
    busy.value = true
    try {
      for (const item of items) {
        await work(item)
        done++
      }
    } catch (error) {
      messages.complain(messageOf(error))
    }
    messages.dropTrashed()
    choose(items, false)
    await load()
    busy.value = false
    return done
  }

  const say = (items: readonly DeletedObject[], done: number, key: 'restored' | 'destroyed') => {
    const [only] = items
    if (done === 0 || !only) return
    if (items.length === 1) messages.say(t(`trash.${key}`, { name: nameOfDeleted(only) }))
    else messages.say(t(`trash.${key}Many`, { count: done }))
  }
  const ranked = (items: readonly DeletedObject[]) =>
    [...items].sort((a, b) => ORDER.indexOf(a.instance) - ORDER.indexOf(b.instance))

  async function restore(items: readonly DeletedObject[]) {
    say(items, await run(ranked(items), ({ instance, id }) => trashApi.restore(instance, id)), 'restored')
  }

  async function destroy(items: readonly DeletedObject[]) {
    say(items, await run(ranked(items).reverse(), ({ instance, id }) => trashApi.destroy(instance, id)), 'destroyed')
  }

  return { list, problem, search, found, selected, busy, choose, restore, destroy }
}
