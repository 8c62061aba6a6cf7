/** Reads files from a drop, a file chooser or the clipboard, with their folders. */
import type { IncomingFile } from '../../api/images'
import { pickFolder } from '../transfer/pickFolder'

/** Called with the number of files found so far. */
export type Found = (count: number) => void

/** Call within the drop event: the entries are invalid afterwards. */
export async function filesOfDrop(transfer: DataTransfer, found: Found = () => {}): Promise<IncomingFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null)
  if (entries.some((entry) => entry === null)) return [...transfer.files].map((file) => ({ file, folder: '' }))
  const all: IncomingFile[] = []
  for (const entry of entries) await collect(walk(entry!, ''), all, found)
  return all
}

async function collect(files: AsyncIterable<IncomingFile>, into: IncomingFile[], found: Found): Promise<void> {
  for await (const file of files) {
    into.push(file)
    if (into.length % 100 === 0) found(into.length)
  }
}

async function* walk(entry: FileSystemEntry, folder: string): AsyncGenerator<IncomingFile> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return void (yield { file, folder })
  }
  const inside = folder ? `${folder}/${entry.name}` : entry.name
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // a directory reader returns about 100 entries per call, and none at the end
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    for (const child of batch) yield* walk(child, inside)
  }
}

/** Lets the user choose a folder and reads it. Null if cancelled. */
export async function filesOfPickedFolder(found: Found = () => {}): Promise<IncomingFile[] | null> {
  const handle = await pickFolder({ id: 'atoll-pictures', mode: 'read' })
  if (!handle) return null
  const all: IncomingFile[] = []
  await collect(walkHandle(handle, handle.name), all, found)
  return all
}

async function* walkHandle(directory: FileSystemDirectoryHandle, folder: string): AsyncGenerator<IncomingFile> {
  for await (const handle of directory.values()) {
    if (handle.kind === 'directory') yield* walkHandle(handle as FileSystemDirectoryHandle, `${folder}/${handle.name}`)
    else yield { file: await (handle as FileSystemFileHandle).getFile(), folder }
  }
}

/** Files of an `<input type="file">`, with or without `webkitdirectory`. */
export const filesOfInput = (list: FileList | null): IncomingFile[] =>
  [...(list ?? [])].map((file) => ({ file, folder: file.webkitRelativePath.split('/').slice(0, -1).join('/') }))

/** Pasted images are all named image.png, so the time is added. */
export function filesOfPaste(data: DataTransfer | null): IncomingFile[] {
  const stamp = new Date().toISOString().slice(0, 23).replace('T', ' ').replaceAll(':', '.')
  return [...(data?.files ?? [])].map((file, index) => {
    const isNameless = /^image\.\w+$/.test(file.name)
    const name = isNameless ? `Pasted ${stamp}${index ? ` ${index + 1}` : ''}${file.name.slice(5)}` : file.name
    return { file: isNameless ? new File([file], name, { type: file.type }) : file, folder: '' }
  })
}
