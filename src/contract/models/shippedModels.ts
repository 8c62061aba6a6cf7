/** Contents of `models/models.json`: the model files that are served with the app. Paths are relative to the app's base. */
import { z } from '../zod'

export interface ShippedFile {
  path: string
  /** In bytes. */
  size: number
  /** SHA-256 of the whole file, in hexadecimal digits. */
  sha256: string
}

export interface ShippedModel {
  id: string
  name: string
  kind: 'segment'
  encoder: ShippedFile
  decoder: ShippedFile
  licence: string
  source: string
  /** Paths of the licence texts. */
  notices: string[]
}

export interface ShippedModels {
  runtime: { script: string; wasm: ShippedFile }
  /** Empty if the optional package was not installed when the app was built. */
  models: ShippedModel[]
}

const File = z.object({ path: z.string(), size: z.number(), sha256: z.string() })
const Model = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.literal('segment'),
  encoder: File,
  decoder: File,
  licence: z.string(),
  source: z.string(),
  notices: z.array(z.string()),
})

export const ShippedModels: z.ZodType<ShippedModels> = z.object({
  runtime: z.object({ script: z.string(), wasm: File }),
  models: z.array(Model),
})

export const SHIPPED_LIST = 'models/models.json'

/** Name of the Cache Storage of downloaded model files. They are stored in pieces, so that a stopped download continues. */
export const modelCacheName = (base: string) => `atoll:${base}:models`

/** Size of a piece in bytes. The last piece of a file may be shorter. */
export const PIECE = 4 * 1024 * 1024

export const pieceCount = ({ size }: ShippedFile) => Math.ceil(size / PIECE)

/** Key of a piece in the cache. It contains the file's hash, so that a changed file has other keys. */
export const pieceKey = (base: string, { path, sha256 }: ShippedFile, piece: number) =>
  `${base}${path}?sha256=${sha256.slice(0, 16)}&piece=${piece}`
