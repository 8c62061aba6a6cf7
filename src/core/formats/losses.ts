/** What gets lost or changed on the way into a format or out of it: by code, with the sentence that says it. */
import type { Loss, LossCode } from './types'

/** `{count}` and parameters are filled in; one and many are told apart by `|`. */
export const LOSSES = {
  'shape-left-out':
    '{count} outline becomes a box: the format has no outlines.|{count} outlines become boxes: the format has no outlines.',
  'shape-turned-box':
    '{count} outline becomes the smallest rotated box around it.|{count} outlines become the smallest rotated boxes around them.',
  'parts-joined':
    '{count} annotation of several parts becomes one outline, its parts joined by lines without width.|{count} annotations of several parts become one outline each, their parts joined by lines without width.',
  'holes-bridged':
    '{count} annotation has holes: they are bridged to the outline.|{count} annotations have holes: they are bridged to the outline.',
  'holes-filled': '{count} annotation has holes: they are filled.|{count} annotations have holes: they are filled.',
  'joins-refused':
    '{count} annotation has several parts or holes and is left out, as was asked.|{count} annotations have several parts or holes and are left out, as was asked.',
  'parts-apart':
    '{count} annotation of several parts becomes several annotations.|{count} annotations of several parts become several annotations.',
  'mask-traced': '{count} mask becomes the outline of its pixels.|{count} masks become the outlines of their pixels.',
  'shape-changed':
    '{count} outline differs by more than 3 % from the shape.|{count} outlines differ by more than 3 % from their shapes.',
  'shape-missing':
    '{count} annotation without a shape is left out: the format needs one.|{count} annotations without a shape are left out: the format needs one.',
  'keypoints-left-out':
    '{count} annotation loses its keypoints: they have no place in the format.|{count} annotations lose their keypoints: they have no place in the format.',
  'keypoints-only':
    '{count} annotation has keypoints only and is left out.|{count} annotations have keypoints only and are left out.',
  'keypoints-none':
    '{count} annotation has no keypoints: all of them are written as not labelled.|{count} annotations have no keypoints: all of them are written as not labelled.',
  'keypoints-padded':
    '{count} annotation has fewer keypoints than another category: the rest is written as not labelled.|{count} annotations have fewer keypoints than another category: the rest is written as not labelled.',
  'shape-beside-keypoints':
    '{count} annotation with keypoints loses its outline.|{count} annotations with keypoints lose their outlines.',
  'crowd-left-out': '{count} crowd is left out: the format has none.|{count} crowds are left out: the format has none.',
  'crowd-plain': '{count} crowd becomes an ordinary annotation.|{count} crowds become ordinary annotations.',
  'attributes-left-out': '{count} annotation loses its metadata.|{count} annotations lose their metadata.',
  'attributes-as-text': '{count} value of metadata becomes text.|{count} values of metadata become text.',
  'tags-left-out': '{count} image loses its metadata.|{count} images lose their metadata.',
  'score-left-out': '{count} annotation loses its score.|{count} annotations lose their scores.',
  'box-clipped': '{count} box leaves its image and is clipped.|{count} boxes leave their images and are clipped.',
  'box-rounded': '{count} box is rounded to whole pixels.|{count} boxes are rounded to whole pixels.',
  'box-empty':
    '{count} annotation without an area inside the image is left out.|{count} annotations without an area inside the image are left out.',
  'pixels-covered':
    '{count} annotation is partly under another one: each pixel has one place in the format.|{count} annotations are partly under others: each pixel has one place in the format.',
  'annotation-covered':
    '{count} annotation is wholly under others and is left out.|{count} annotations are wholly under others and are left out.',
  'too-many-objects':
    '{count} object is left out: an image has room for {most} in the format.|{count} objects are left out: an image has room for {most} in the format.',
  'instances-merged':
    '{count} annotation is merged with others of its category: the format has no instances.|{count} annotations are merged with others of their category: the format has no instances.',
  'keypoints-unlabelled-left-out':
    '{count} annotation loses the places of keypoints that are not labelled.|{count} annotations lose the places of keypoints that are not labelled.',
  'keypoints-apart':
    '{count} annotation becomes one point for each of its keypoints.|{count} annotations become one point for each of their keypoints.',
  'skeleton-left-out':
    '{count} category loses the edges of its skeleton.|{count} categories lose the edges of their skeletons.',
  'split-missing': '{count} image has no split: it goes to train.|{count} images have no split: they go to train.',
  'background-images':
    '{count} image without annotations is in the archive without a label file: trainers take it for background.|{count} images without annotations are in the archive without label files: trainers take them for background.',

  'names-missing': 'No file names the classes: they are called {names} until they are given names.',
  'class-unknown':
    '{count} annotation has a class that the names do not have, and is left out.|{count} annotations have a class that the names do not have, and are left out.',
  'image-missing': '{count} label file has no image.|{count} label files have no image.',
  'image-unreadable':
    'The size of {count} image cannot be read: its labels are left out.|The sizes of {count} images cannot be read: their labels are left out.',
  'labels-missing': '{count} image has no labels.|{count} images have no labels.',
  'outside-image': '{count} annotation leaves its image.|{count} annotations leave their images.',
  'score-read': '{count} annotation has a score, which is kept.|{count} annotations have scores, which are kept.',
  'shape-unknown': '{count} shape of the kind "{kind}" is left out.|{count} shapes of the kind "{kind}" are left out.',
  'curve-as-outline':
    '{count} circle or ellipse becomes an outline of points.|{count} circles or ellipses become outlines of points.',
  'label-missing':
    '{count} annotation has no class: it is called "unlabelled".|{count} annotations have no class: they are called "unlabelled".',
  'part-kept':
    '{count} part of an object becomes an annotation of its own.|{count} parts of objects become annotations of their own.',
  'mask-unmatched':
    '{count} region of a mask belongs to no labelled object.|{count} regions of masks belong to no labelled object.',
  'mask-missing':
    '{count} annotation has no pixels in a mask and is left out.|{count} annotations have no pixels in a mask and are left out.',
  'mask-color-unknown':
    '{count} colour of a mask is in no list of classes: its pixels are left out.|{count} colours of masks are in no list of classes: their pixels are left out.',
  'size-differs':
    '{count} label file gives another size than its image has.|{count} label files give another size than their images have.',
  'difficult-kept':
    '{count} object is marked difficult: kept in its metadata.|{count} objects are marked difficult: kept in their metadata.',
  'record-unusable': '{count} record cannot be used and is left out.|{count} records cannot be used and are left out.',
  'file-passed-over':
    '{count} file is not of the format and is passed over.|{count} files are not of the format and are passed over.',
  'image-data-left-out':
    '{count} label file holds its image too: the image beside it is used.|{count} label files hold their image too: the image beside it is used.',
} as const

/** Said once with its count, not for each file: nothing of it is wrong. */
export const QUIET: ReadonlySet<LossCode> = new Set<LossCode>([
  'names-missing',
  'labels-missing',
  'score-read',
  'difficult-kept',
  'part-kept',
  'curve-as-outline',
  'image-data-left-out',
])

/** Counts by code and parameters. Plain data: a task keeps it. */
export type LossCounts = Record<
  string,
  { code: LossCode; params: Record<string, string | number>; count: number; images?: number[] }
>

const FIRST_IMAGES = 20

/** Adds in place. `image`: the id of the image that it is about. */
export function addLoss(
  counts: LossCounts,
  code: LossCode,
  params: Record<string, string | number> = {},
  count = 1,
  image?: number,
): void {
  const key = `${code} ${JSON.stringify(params)}`
  const entry = (counts[key] ??= { code, params, count: 0 })
  entry.count += count
  if (image === undefined) return
  const images = (entry.images ??= [])
  if (images.length < FIRST_IMAGES && images.at(-1) !== image) images.push(image)
}

export const copyLosses = (counts: LossCounts): LossCounts =>
  Object.fromEntries(
    Object.entries(counts).map(([key, each]) => [
      key,
      { ...each, ...(each.images ? { images: [...each.images] } : {}) },
    ]),
  )

export const listLosses = (counts: LossCounts): Loss[] =>
  Object.values(counts).map(({ code, params, count, images }) => ({
    code,
    params: { ...params, count },
    message: lossSentence(code, { ...params, count }),
    count,
    ...(images ? { images } : {}),
  }))

/** One sentence for people. */
export function lossSentence(code: LossCode, params: Record<string, string | number>): string {
  const [one = '', many = one] = LOSSES[code].split('|')
  return (params.count === 1 ? one : many).replace(/\{(\w+)\}/g, (_all, name: string) => String(params[name] ?? ''))
}
