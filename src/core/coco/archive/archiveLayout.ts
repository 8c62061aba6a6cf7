/**
 * What the entries of a dataset archive are, told from their names: images, COCO files, or neither. Any common layout:
 *
 *   images/a.jpg, annotations/instances.json      ours, COCO's
 *   images/train/a.jpg, annotations/instances_train.json
 *   train/a.jpg, train/_annotations.coco.json     Roboflow's
 *   name/images/a.jpg, name/annotations/x.json    any of them in one outer folder
 *
 * An image's path in the dataset is its name without the outer folder and without "images/".
 */
export interface ArchiveLayout {
  pictures: { name: string; path: string }[]
  /** `folder`: of the dataset, that the file's names are relative to. */
  cocos: { name: string; folder: string }[]
  others: string[]
}

const IMAGE = /\.(jpe?g|png|gif|bmp|webp|tiff?|avif|jp2|j2k|tga|hei[cf]|ico)$/i
const JUNK = /(^|\/)(__MACOSX\/|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i
/** Hidden by its name: left by some program, unless it is an image. */
const HIDDEN = /(^|\/)\.[^/]*$/

/** `names`: normalised, without folders. */
export function archiveLayout(names: string[]): ArchiveLayout {
  const real = names.filter((name) => !JUNK.test(name) && (IMAGE.test(name) || !HIDDEN.test(name)))
  const outer = outerFolder(real)
  const layout: ArchiveLayout = { pictures: [], cocos: [], others: [] }
  const images = real.filter((name) => IMAGE.test(name) && !isMaskFolder(name.slice(outer.length)))
  for (const name of images) layout.pictures.push({ name, path: withoutImages(name.slice(outer.length)) })
  const folders = new Set(layout.pictures.map(({ path }) => folderOf(path)))
  for (const name of real) {
    if (/\.json$/i.test(name)) layout.cocos.push({ name, folder: cocoFolder(name.slice(outer.length), folders) })
    else if (!IMAGE.test(name)) layout.others.push(name)
  }
  return layout
}

/** The folder that all entries lie in, with its slash, unless files lie right in it or it is one of the known ones. */
function outerFolder(names: string[]): string {
  const first = /^[^/]+\//.exec(names[0] ?? '')?.[0]
  if (!first || /^(images|annotations|train|val|valid|test)[^/]*\/$/i.test(first)) return ''
  const rest = names.map((name) => (name.startsWith(first) ? name.slice(first.length) : ''))
  return rest.some((name) => /^(images|annotations|train|val|valid|test)[^/]*\//i.test(name)) &&
    rest.every((name) => name !== '')
    ? first
    : ''
}

/** PNG masks of panoptic files lie among the annotations. */
const isMaskFolder = (name: string) => /^annotations\//i.test(name)

const withoutImages = (name: string) => name.replace(/^images\//i, '')

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** `annotations/instances_train2017.json` speaks of `train2017/`, `train/_annotations.coco.json` of its own folder. */
function cocoFolder(name: string, folders: Set<string>): string {
  const split = /_([^_/]+)\.json$/i.exec(name)?.[1]
  const own = withoutImages(`${folderOf(name)}/`).slice(0, -1)
  if (split && folders.has(split)) return split
  return folders.has(own) ? own : ''
}
