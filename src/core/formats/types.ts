/**
 * What a dataset format is: how its files are recognised, read and written. Formats are pure: no database, no zip, no DOM.
 *
 * Coordinates  pixels of the upright image, as in ../shape/types.ts.
 * Losses       whatever a format cannot hold, or a file has wrong, is counted by code; nothing is left out in silence.
 */
import type { Bbox } from '../geometry/box'
import type { Segmentation, Shape } from '../shape/types'
import type { LOSSES } from './losses'

export const FORMAT_IDS = [
  'coco',
  'coco-panoptic',
  'yolo-detect',
  'yolo-segment',
  'yolo-pose',
  'yolo-obb',
  'voc',
  'labelme',
  'cvat',
  'createml',
  'via',
  'masks',
  'csv',
  'label-studio',
  'sa1b',
] as const

export type FormatId = (typeof FORMAT_IDS)[number]

export type Holds = Record<
  'boxes' | 'polygons' | 'masks' | 'keypoints' | 'holes' | 'crowd' | 'attributes' | 'tags' | 'splits' | 'scores',
  boolean
>

export interface Format {
  id: FormatId
  /** As people know it. */
  name: string
  holds: Holds
  reader?: Reader
  writer?: Writer
}

/** The files of an archive or a folder, without the outer folder that all of them lie in. */
export interface Listing {
  names: string[]
  /** Those that look like images by their ending. */
  images: string[]
  /** The beginning of a text file, at least 64 kB of it where it has so much. */
  head(name: string): Promise<string>
}

/** The files of a listing that a format reads. */
export interface Found {
  /** Read one by one, in this order. */
  labels: string[]
  /** Files that `begin` reads, or that only describe the set: no image, and not passed over. */
  support?: string[]
}

/** An image that a label file can mean. */
export interface SourceImage {
  /** In the archive; the path in the dataset for an image that is there already. */
  name: string
  /** In the dataset. */
  path: string
}

export interface Pixels {
  width: number
  height: number
}

/** What readers get. */
export interface Source {
  names: string[]
  images: SourceImage[]
  /** Names of classes that the user gave, where the files have none. */
  givenNames: string[]
  /** Plain data that `look` found in the label files beforehand. */
  seen: Record<string, unknown>
  text(name: string): Promise<string>
  /** Text in pieces, for files that hold the labels of a whole dataset. */
  pieces(name: string): AsyncIterable<string>
  bytes(name: string): Promise<Uint8Array>
  /** The image with one of these names; else the only one with the base name of the first. Endings may lack or differ. */
  find(...names: string[]): SourceImage | undefined
  /** Of the upright image; null where it cannot be read. */
  size(image: SourceImage): Promise<Pixels | null>
  categories: Categories
  lose: Lose
}

/** The classes of what is read, in the order in which they were named. Numbers count from 1. */
export interface Categories {
  number(name: string, fields?: CategoryFields): number
}

export interface CategoryFields {
  supercategory?: string
  color?: string
  keypoints?: string[]
  skeleton?: [number, number][]
  metadata?: Record<string, unknown>
}

/** `where`: file and line. */
export type Lose = (code: LossCode, where: string, params?: Record<string, string | number>, count?: number) => void

export interface ReadImage {
  /** In the dataset, or the name that the label file gives where there is no such image. */
  path: string
  /** 0 where it is not known. */
  width: number
  height: number
  split?: string
  /** Tags and the like. */
  metadata?: Record<string, unknown>
  annotations: ReadAnnotation[]
}

export interface ReadAnnotation {
  /** From `Categories`. */
  category: number
  bbox?: Bbox
  segmentation?: Segmentation
  /** x, y, visibility for each. */
  keypoints?: number[]
  area?: number
  iscrowd?: boolean
  score?: number
  metadata?: Record<string, unknown>
}

export interface Reader {
  /** null: the files are of another format. `forced`: the user says that they are of this one. */
  detect(listing: Listing, forced: boolean): Promise<Found | null>
  /** Looks at the text of each label file before the first is read. Answers what it adds to `seen`. */
  look?(text: string, seen: Record<string, unknown>): Record<string, unknown>
  /** What all label files share; made again after a stop. */
  begin?(source: Source, labels: string[]): Promise<unknown>
  read(label: string, source: Source, shared: unknown): AsyncIterable<ReadImage>
  /** Images that no label file named: their splits. */
  rest?(source: Source, shared: unknown, unread: SourceImage[]): Iterable<ReadImage>
}

export interface OutCategory {
  id: number
  name: string
  supercategory: string
  color: string
  keypoints: string[]
  skeleton: [number, number][]
  metadata: Record<string, unknown>
}

export interface OutImage {
  id: number
  /** Inside the folder of its split, with ending. */
  path: string
  /** `path` without ending; of no other image of the export. */
  stem: string
  split: string | null
  width: number
  height: number
  metadata: Record<string, unknown>
  annotations: OutAnnotation[]
}

export interface OutAnnotation {
  id: number
  /** Index into the categories of the export. */
  category: number
  shape: Shape | null
  bbox: Bbox
  area: number
  keypoints: number[]
  iscrowd: boolean
  score?: number
  metadata: Record<string, unknown>
  color: string
}

export interface WriteOptions {
  /** Several parts and holes in a format of single outlines. */
  joins: 'bridge' | 'refuse'
  /** VOC: no rounding. */
  exact: boolean
}

export interface WriteContext {
  categories: OutCategory[]
  options: WriteOptions
  dataset: string
  /** Bytes are not needed: files are listed, losses counted. */
  isDry: boolean
  /** Plain data that goes on from image to image, and over stops. */
  memo: Record<string, unknown>
  lose(code: LossCode, image: OutImage, params?: Record<string, string | number>, count?: number): void
}

/** A file of its own, or a piece of one that images share. */
export type Out = { path: string; data: string | Uint8Array<ArrayBuffer> } | { path: string; piece: string }

export interface Frame {
  head: string
  /** Between two pieces. */
  between: string
  tail: string
}

export interface Totals {
  /** Images by split; '' without. */
  splits: Record<string, { images: number; annotations: number }>
}

export interface Writer {
  /** Where the image itself goes in the archive. */
  imagePath(image: Pick<OutImage, 'path' | 'stem' | 'split'>): string
  write(image: OutImage, context: WriteContext): Out[] | Promise<Out[]>
  /** Of the file that images share. */
  frame?(path: string, context: WriteContext, totals: Totals): Frame
  /** Files of the whole export. */
  end?(context: WriteContext, totals: Totals): { path: string; data: string | Uint8Array<ArrayBuffer> }[]
}

export type LossCode = keyof typeof LOSSES

/** `images`: ids of the first ones, of an export. */
export interface Loss {
  code: string
  params: Record<string, string | number>
  message: string
  count: number
  images?: number[]
}
