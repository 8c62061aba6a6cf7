/** The chooser of folders that some browsers have. */

interface Wanted {
  /** The browser remembers the last folder of each. */
  id: 'atoll-pictures' | 'atoll-backup'
  mode: 'read' | 'readwrite'
}

const pickerOf = () => (window as { showDirectoryPicker?: (wanted: Wanted) => Promise<FileSystemDirectoryHandle> }).showDirectoryPicker

/** Others have `<input webkitdirectory>`, to read from. */
export const canPickFolder = () => pickerOf() !== undefined

/** null: they thought better of it. */
export async function pickFolder(wanted: Wanted): Promise<FileSystemDirectoryHandle | null> {
  return pickerOf()!(wanted).catch((error: DOMException) => {
    if (error.name === 'AbortError') return null
    throw error
  })
}
