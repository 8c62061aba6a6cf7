/** Everything that is stored, out and back in: src/contract/backup.ts. */
import type { BackupResult, BackupState } from '@/contract/backup'
import { backupName } from '@/contract/limits'
import { apiUrl, request, send } from './client'

export const backupApi = {
  state: () => request<BackupState>('GET', '/backup'),

  /** Into what is stored here; of two states of an object the later one stays. */
  merge: (file: File) => request<BackupResult>('POST', '/backup', { query: { merge: true }, file }),

  /**
   * Writes a backup as a new file into a folder of the user's, and answers its name. `onBytes` hears how many bytes were handed
   * over so far. When it fails nothing is left in the folder.
   */
  async saveInto(folder: FileSystemDirectoryHandle, onBytes: (bytes: number) => void): Promise<string> {
    const { body } = await send('GET', '/backup.zip')
    const name = await freeName(folder, backupName(new Date()))
    const handle = await folder.getFileHandle(name, { create: true })
    let bytes = 0
    const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        onBytes((bytes += piece.byteLength))
        controller.enqueue(piece)
      },
    })
    try {
      await body!.pipeThrough(counter).pipeTo(await handle.createWritable())
    } catch (error) {
      await folder.removeEntry(name).catch(() => {})
      throw error
    }
    return name
  },
}

/** A number is added to the name when there is such a file: a backup never takes the place of another. */
async function freeName(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  const taken = new Set<string>()
  for await (const each of folder.keys()) taken.add(each)
  let free = name
  for (let number = 2; taken.has(free); number++) free = name.replace('.zip', ` (${number}).zip`)
  return free
}

/** Where the backup is downloaded: a plain link, so that the browser streams it to the disk. */
export const backupUrl = apiUrl('/backup.zip')
