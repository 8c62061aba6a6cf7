/** What `models/models.json` says: which model files lie beside the app. Paths are below the app's base. */
import { z } from './zod'

export interface ShippedFile {
  path: string
  /** Bytes. */
  size: number
  /** In hex, of the whole file. */
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
  /** The texts of the licences. */
  notices: string[]
}

export interface ShippedModels {
  runtime: { script: string; wasm: ShippedFile }
  /** Empty where the optional package was not installed at the build. */
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

/** The Cache Storage of downloaded model files: in pieces, so that a download goes on where it stopped. */
export const modelCacheName = (base: string) => `atoll:${base}:models`

/** Bytes of a piece; the last one of a file is shorter. */
export const PIECE = 4 * 1024 * 1024

export const pieceCount = ({ size }: ShippedFile) => Math.ceil(size / PIECE)

/** The key of a piece in the cache. Another content is another file. */
export const pieceKey = (base: string, { path, sha256 }: ShippedFile, piece: number) =>
  `${base}${path}?sha256=${sha256.slice(0, 16)}&piece=${piece}`
