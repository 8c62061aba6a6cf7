/** The nuts as Roboflow exports them for YOLO: boxes, in two splits; 16.jpg has no label file. */
import { readFileSync } from 'node:fs'
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { nuts } from './nuts'

interface Coco {
  images: { id: number; file_name: string; width: number; height: number }[]
  categories: { id: number; name: string }[]
  annotations: { image_id: number; category_id: number; bbox: [number, number, number, number] }[]
}

const SPLITS: Record<string, string> = {
  '0.jpg': 'train',
  '1.jpg': 'train',
  '10.jpg': 'train',
  '12.jpg': 'valid',
  '16.jpg': 'train',
}

/** Texts by path. */
export function asRoboflow(): Record<string, string> {
  const { images, categories, annotations } = JSON.parse(readFileSync(nuts.coco, 'utf8')) as Coco
  const classes = new Map(categories.map(({ id }, index) => [id, index]))
  const labels = images
    .filter(({ file_name }) => file_name !== '16.jpg')
    .map(({ id, file_name, width, height }): [string, string] => [
      `${SPLITS[file_name]}/labels/${file_name.replace(/\.jpg$/, '.txt')}`,
      annotations
        .filter(({ image_id }) => image_id === id)
        .map(({ category_id, bbox: [x, y, w, h] }) =>
          [
            classes.get(category_id),
            ...[(x + w / 2) / width, (y + h / 2) / height, w / width, h / height].map((value) => value.toFixed(6)),
          ].join(' '),
        )
        .join('\n'),
    ])
  const names = categories.map(({ name }) => `'${name}'`).join(', ')
  return {
    'data.yaml': `train: ../train/images\nval: ../valid/images\n\nnc: ${categories.length}\nnames: [${names}]\n`,
    'README.roboflow.txt': 'Nuts\n',
    ...Object.fromEntries(labels),
  }
}

export async function roboflowZip(texts: Record<string, string> = asRoboflow()): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [name, text] of Object.entries(texts)) await writer.add(name, new TextReader(text))
  for (const path of nuts.pictures) {
    const name = path.replace(/^.*\//, '')
    await writer.add(`${SPLITS[name]}/images/${name}`, new Uint8ArrayReader(new Uint8Array(readFileSync(path))))
  }
  return Buffer.from(await (await writer.close()).arrayBuffer())
}
