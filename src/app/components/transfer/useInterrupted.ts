/** Interrupted folder imports, whose page was closed or crashed. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { onOtherTabs } from '../../api/changeFeed'
import { folderImportApi, type FolderImportTask } from '../../api/folderImport'
import { useUploads } from '../../stores/uploads'

export function useInterrupted() {
  const uploads = useUploads()
  const found = shallowRef<FolderImportTask[]>([])
  /** Excludes imports that this page resumed or ended. */
  const interrupted = computed(() =>
    found.value.filter(({ id }) => !uploads.jobs.some(({ task, status }) => task === id && status !== 'stopped')),
  )

  async function reload() {
    found.value = await folderImportApi.interrupted()
  }
  // a failed read is repeated when the page is opened again
  const look = () => void reload().catch(() => {})
  look()
  watch(() => uploads.jobs.filter(({ status }) => status === 'stopped').length, look)
  // another tab may resume an import that is shown here; without any, nothing is polled
  onScopeDispose(onOtherTabs(async () => (found.value.length > 0 ? reload() : undefined)))

  return { interrupted, reload }
}
