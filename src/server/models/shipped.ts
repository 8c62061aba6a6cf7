/** What the worker knows of the model that comes with the app: pages fetch it and keep it, here is only asked whether it is there. */
import {
  modelCacheName,
  pieceCount,
  pieceKey,
  SHIPPED_LIST,
  ShippedModels,
  type ShippedFile,
  type ShippedModel,
} from '@/contract/models/shippedModels'
import { appFiles } from '../appFiles'
import { basePath } from '../base'

/** null: this build comes without one. */
export async function shippedModel(): Promise<ShippedModel | null> {
  const list = ShippedModels.safeParse(
    await appFiles.read(SHIPPED_LIST).then(
      (response) => response.json(),
      () => null,
    ),
  )
  return list.success ? (list.data.models[0] ?? null) : null
}

/** Whether all of it is in the browser's storage. Tests say it otherwise: Node has no Cache Storage. */
export const stored = {
  async isReady({ encoder, decoder }: ShippedModel): Promise<boolean> {
    if (typeof caches === 'undefined') return false
    const name = modelCacheName(basePath)
    if (!(await caches.has(name))) return false
    const cache = await caches.open(name)
    const kept = new Set((await cache.keys()).map(({ url }) => url))
    return [encoder, decoder].every((file) => keysOf(file).every((key) => kept.has(new URL(key, location.href).href)))
  },
}

const keysOf = (file: ShippedFile) =>
  Array.from({ length: pieceCount(file) }, (_, piece) => pieceKey(basePath, file, piece))
