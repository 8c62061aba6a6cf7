/** The sample that ships with the app. */
import { t } from '../i18n'
import type { IncomingFile } from './images'

const FILES = ['0.jpg', '1.jpg', '10.jpg', '12.jpg', '16.jpg']
const COCO = 'instances.json'

async function read(name: string): Promise<File> {
  const response = await fetch(`${import.meta.env.BASE_URL}sample/${name}`)
  if (!response.ok) throw new Error(t('datasets.sampleFailed', { status: response.status }))
  return new File([await response.blob()], name)
}

export async function readSample(): Promise<{ images: IncomingFile[]; coco: File }> {
  const files = await Promise.all(FILES.map(read))
  return { images: files.map((file) => ({ file, folder: '' })), coco: await read(COCO) }
}
