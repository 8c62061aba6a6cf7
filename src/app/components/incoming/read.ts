/** Files out of a drop, a file chooser or the clipboard, with the folders they lie in. */
import type { IncomingFile } from '../../api/images'

/** Must be called within the drop event: the browser takes the entries away after it. */
export async function filesOfDrop(transfer: DataTransfer): Promise<IncomingFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null)
  if (entries.some((entry) => entry === null)) return [...transfer.files].map((file) => ({ file, folder: '' }))
  const found: IncomingFile[] = []
  for (const entry of entries) for await (const file of walk(entry!, '')) found.push(file)
  return found
}

async function* walk(entry: FileSystemEntry, folder: string): AsyncGenerator<IncomingFile> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return void (yield { file, folder })
  }
  const inside = folder ? `${folder}/${entry.name}` : entry.name
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // a reader hands out some 100 entries at a time, and none at the end
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    for (const child of batch) yield* walk(child, inside)
  }
}

/** Of an `<input type="file">`, with `webkitdirectory` or without. */
export const filesOfInput = (list: FileList | null): IncomingFile[] =>
  [...(list ?? [])].map((file) => ({ file, folder: file.webkitRelativePath.split('/').slice(0, -1).join('/') }))

/** Pasted pictures are all called image.png: a time tells them apart. */
export function filesOfPaste(data: DataTransfer | null): IncomingFile[] {
  const stamp = new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
  return [...(data?.files ?? [])].map((file, index) => {
    const isNameless = /^image\.\w+$/.test(file.name)
    const name = isNameless ? `Pasted ${stamp}${index ? ` ${index + 1}` : ''}${file.name.slice(5)}` : file.name
    return { file: isNameless ? new File([file], name, { type: file.type }) : file, folder: '' }
  })
}
