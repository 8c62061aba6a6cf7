/** Imports of folders that were interrupted: their page was closed, or died. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { onOtherTabs } from '../../api/changeFeed'
import { folderImportApi, type FolderImportTask } from '../../api/folderImport'
import { useUploads } from '../../stores/uploads'

export function useInterrupted() {
  const uploads = useUploads()
  const found = shallowRef<FolderImportTask[]>([])
  /** Not those that this page goes on with, or has ended. */
  const interrupted = computed(() => found.value.filter(({ id }) => !uploads.jobs.some(({ task, status }) => task === id && status !== 'stopped')))

  async function reload() {
    found.value = await folderImportApi.interrupted()
  }
  // what cannot be read now is read when the page is opened again
  const look = () => void reload().catch(() => {})
  look()
  watch(() => uploads.jobs.filter(({ status }) => status === 'stopped').length, look)
  // another tab may go on with one that is shown here; with none, nothing is asked while others work
  onScopeDispose(onOtherTabs(async () => (found.value.length > 0 ? reload() : undefined)))

  return { interrupted, reload }
}
