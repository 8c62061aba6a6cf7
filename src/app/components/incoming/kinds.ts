/** Sorts dropped, pasted or chosen files by name and type. The server decides by content. */
import type { IncomingFile } from '../../api/images'
import { t } from '../../i18n'

export interface Sorted {
  images: IncomingFile[]
  archives: File[]
  /** JSON, of COCO or not: labels.ts looks into it. */
  cocos: File[]
}

const ARCHIVE = /\.zip$/i
const COCO = /\.json$/i
/** System files such as .DS_Store, which are never added. */
const LITTER = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i

/** Everything except archives and JSON is sent as an image; the report names files that are not images. */
export function sortIncoming(files: IncomingFile[]): Sorted {
  const wanted = files.filter(
    ({ file, folder }) => ![...folder.split('/'), file.name].some((part) => LITTER.test(part)),
  )
  const isArchive = ({ file }: IncomingFile) => ARCHIVE.test(file.name) || file.type === 'application/zip'
  const isCoco = ({ file }: IncomingFile) => COCO.test(file.name) || file.type === 'application/json'
  return {
    images: wanted.filter((each) => !isArchive(each) && !isCoco(each)),
    archives: wanted.filter(isArchive).map(({ file }) => file),
    cocos: wanted.filter(isCoco).map(({ file }) => file),
  }
}

/** Name for a dataset of these files: their folder, or else the archive or COCO file. */
export function nameFor(files: IncomingFile[]): string {
  const folders = new Set(files.map(({ folder }) => folder.split('/')[0] ?? ''))
  const [folder] = folders
  if (folders.size === 1 && folder) return folder
  const { archives, cocos, images } = sortIncoming(files)
  const [named] = [...archives, ...cocos]
  if (named && (images.length === 0 || archives.length > 0))
    return named.name.replace(/\.[^.]+$/, '') || t('datasets.newName')
  return t('datasets.imagesName')
}
