/** Files that the system opens with the installed app: a double click on a COCO file or an archive. */
import type { IncomingFile } from '../../api/images'

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void
}

/** Hears of each launch, also of the one that began this page. Does nothing where the browser has no such thing. */
export function onLaunched(take: (files: IncomingFile[]) => void, complain: (error: unknown) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return
    Promise.all(files.map(async (handle) => ({ file: await handle.getFile(), folder: '' }))).then(take, complain)
  })
}
