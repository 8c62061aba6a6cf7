/** What dialogs with a form share: one submission at a time, and what the server said against it. */
import { ref } from 'vue'
import { messageOf } from '../../api/client'

/** `work` is done once at a time; when it fails, `problem` says why and the dialog stays. */
export function useSubmit(work: () => Promise<void>) {
  const problem = ref('')
  const busy = ref(false)

  async function submit() {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    try {
      await work()
    } catch (error) {
      problem.value = messageOf(error)
    } finally {
      busy.value = false
    }
  }

  return { problem, busy, submit }
}
