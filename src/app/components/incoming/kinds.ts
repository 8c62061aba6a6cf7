/** Sorts dropped, pasted or chosen files by name and type. The server decides by content. */
import type { IncomingFile } from '../../api/images'
import { t } from '../../i18n'

export interface Sorted {
  images: IncomingFile[]
  archives: File[]
  cocos: File[]
  /** Label files of other formats than COCO, with what describes them. */
  labels: IncomingFile[]
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
  const rest = wanted.filter((each) => !isArchive(each) && !isCoco(each))
  const labels = labelFiles(rest)
  return {
    labels,
    images: rest.filter((each) => !labels.includes(each)),
    archives: wanted.filter(isArchive).map(({ file }) => file),
    cocos: wanted.filter(isCoco).map(({ file }) => file),
  }
}

const ANNOTATIONS = /\.(xml|csv)$/i
const SUPPORT = /(\.(ya?ml|names|data)|^classes\.txt|^(train|val|valid|test)\.txt)$/i
const stemOf = (name: string) => name.replace(/\.[^.]+$/, '')

/** A text is a label file where an image has its name, or where there is nothing else. */
function labelFiles(files: IncomingFile[]): IncomingFile[] {
  const isText = (name: string) => /\.txt$/i.test(name) && !SUPPORT.test(name)
  const names = files.map(({ file }) => file.name)
  const stems = new Set(
    names.filter((name) => !/\.txt$/i.test(name) && !ANNOTATIONS.test(name) && !SUPPORT.test(name)).map(stemOf),
  )
  const isLabel = (name: string) =>
    ANNOTATIONS.test(name) || (isText(name) && (stems.size === 0 || stems.has(stemOf(name))))
  if (!names.some(isLabel)) return []
  return files.filter(({ file: { name } }) => isLabel(name) || SUPPORT.test(name))
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
