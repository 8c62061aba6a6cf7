/** What people drop, paste or choose, sorted by what can be done with it. The server decides what is really in a file. */
import type { IncomingFile } from '../../api/images'
import { t } from '../../i18n'

export interface Sorted {
  pictures: IncomingFile[]
  archives: File[]
  cocos: File[]
}

const ARCHIVE = /\.zip$/i
const COCO = /\.json$/i
/** Files that systems leave in folders; nobody means to add them. */
const LITTER = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i

/** Everything that is no archive and no JSON goes in as a picture: what cannot be shown is named in the report. */
export function sortIncoming(files: IncomingFile[]): Sorted {
  const wanted = files.filter(({ file, folder }) => ![...folder.split('/'), file.name].some((part) => LITTER.test(part)))
  const isArchive = ({ file }: IncomingFile) => ARCHIVE.test(file.name) || file.type === 'application/zip'
  const isCoco = ({ file }: IncomingFile) => COCO.test(file.name) || file.type === 'application/json'
  return {
    pictures: wanted.filter((each) => !isArchive(each) && !isCoco(each)),
    archives: wanted.filter(isArchive).map(({ file }) => file),
    cocos: wanted.filter(isCoco).map(({ file }) => file),
  }
}

/** A name for a dataset made of these files: the folder they came in, else the archive or the COCO file. */
export function nameFor(files: IncomingFile[]): string {
  const folders = new Set(files.map(({ folder }) => folder.split('/')[0] ?? ''))
  const [folder] = folders
  if (folders.size === 1 && folder) return folder
  const { archives, cocos, pictures } = sortIncoming(files)
  const [named] = [...archives, ...cocos]
  if (named && (pictures.length === 0 || archives.length > 0)) return named.name.replace(/\.[^.]+$/, '') || t('datasets.newName')
  return t('datasets.imagesName')
}
