/** The directory picker of the File System Access API. */

interface Wanted {
  /** Id under which the browser remembers the last folder. */
  id: 'atoll-pictures' | 'atoll-backup'
  mode: 'read' | 'readwrite'
}

const pickerOf = () =>
  (window as { showDirectoryPicker?: (wanted: Wanted) => Promise<FileSystemDirectoryHandle> }).showDirectoryPicker

/** Other browsers can only read folders, through `<input webkitdirectory>`. */
export const canPickFolder = () => pickerOf() !== undefined

/** Null if cancelled. */
export async function pickFolder(wanted: Wanted): Promise<FileSystemDirectoryHandle | null> {
  return pickerOf()!(wanted).catch((error: DOMException) => {
    if (error.name === 'AbortError') return null
    throw error
  })
}
