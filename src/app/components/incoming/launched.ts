/** Files that the operating system opens with the installed app. */
import type { IncomingFile } from '../../api/images'

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void
}

/** Calls back for each launch, including the one that opened this page. Does nothing without browser support. */
export function onLaunched(take: (files: IncomingFile[]) => void, complain: (error: unknown) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length === 0) return
    Promise.all(files.map(async (handle) => ({ file: await handle.getFile(), folder: '' }))).then(take, complain)
  })
}
