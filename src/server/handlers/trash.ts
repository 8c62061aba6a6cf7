// The trash: list, restore, delete permanently. Schemas: src/contract/trash.ts
import { http } from 'msw'
import { badRequest } from '@/contract/errors'
import { Instance, UndoArguments, UndoListQuery, type DeletedObject } from '@/contract/trash'
import { ago } from '@/core/ago'
import { annotations } from '../db/annotations/annotations'
import { categories } from '../db/datasets/categories'
import { datasets } from '../db/datasets/datasets'
import { files } from '../db/images/files'
import { images } from '../db/images/images'
import type { Stamp, TrashRow } from '../db/store/rows'
import { trash } from '../db/trash'
import { answerOnce, json, path, readArguments, readQuery } from './http/request'

interface Kind {
  find: (id: number) => Promise<Stamp | undefined>
  about: (id: number) => Promise<Pick<DeletedObject, 'name' | 'of'>>
  restore: (id: number) => Promise<unknown>
  destroy: (id: number) => Promise<void>
}

const NAMELESS = '-'

const kinds: Record<Instance, Kind> = {
  annotation: {
    find: annotations.find,
    about: async (id) => ({
      name: NAMELESS,
      of: (await images.find((await annotations.find(id))?.image_id ?? 0))?.file_name,
    }),
    restore: annotations.restore,
    destroy: annotations.destroy,
  },
  category: {
    find: categories.find,
    about: async (id) => ({ name: (await categories.find(id))?.name ?? NAMELESS }),
    restore: categories.restore,
    destroy: categories.destroy,
  },
  dataset: {
    find: datasets.find,
    about: async (id) => ({ name: (await datasets.find(id))?.name ?? NAMELESS }),
    restore: datasets.restore,
    destroy: datasets.destroy,
  },
  image: {
    find: images.find,
    about: async (id) => {
      const image = await images.find(id)
      return { name: image?.file_name ?? NAMELESS, of: (await datasets.find(image?.dataset_id ?? 0))?.name }
    },
    restore: (id) => images.restore([id]),
    destroy: (id) => images.destroy([id]),
  },
}

/** YYYY-MM-DD HH:MM:SS.ffffff, UTC. */
const dateText = (milliseconds: number) => new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '000')

async function serialise({ id, instance, date }: TrashRow): Promise<DeletedObject> {
  return { id, ...(await kinds[instance].about(id)), instance, ago: ago(date), date: dateText(date) }
}

async function list({ request }: { request: Request }): Promise<Response> {
  const { type, limit } = readQuery(request, UndoListQuery)
  const rows = await trash.list(type, Math.min(1000, Math.max(1, limit)))
  return json(await Promise.all(rows.map(serialise)))
}

/** Runs `work` once for the object that the arguments name. */
async function applyTo(
  request: Request,
  work: (kind: Kind, id: number, row: Stamp) => Promise<unknown>,
  lastStep?: (instance: Instance, id: number) => Promise<boolean>,
): Promise<Response> {
  const { id, instance } = await readArguments(request, UndoArguments)
  const { success, data } = Instance.safeParse(instance)
  if (!success) throw badRequest('Instance not found')
  return answerOnce(
    request,
    async () => {
      const row = await kinds[data].find(id)
      if (!row) throw badRequest('Invalid id')
      await work(kinds[data], id, row)
      return { success: true }
    },
    lastStep ? { lastStep: () => lastStep(data, id) } : {},
  )
}

/** Frees the image files before anything else. The last resort when the storage is too full to store the deletion itself. */
async function freeImages(instance: Instance, id: number): Promise<boolean> {
  if (instance === 'image') return (await images.find(id))?.deleted === true && files.free([id])
  if (instance === 'dataset')
    return (await datasets.find(id))?.deleted === true && files.free(await datasets.imageIds(id))
  return false
}

export const trashHandlers = [
  http.get(path('/undo'), list),
  http.get(path('/undo/list'), list),

  http.post(path('/undo'), ({ request }) => applyTo(request, (kind, id) => kind.restore(id))),

  http.delete(path('/undo'), ({ request }) =>
    applyTo(
      request,
      (kind, id, row) => {
        if (!row.deleted) throw badRequest('It is not in the trash. Delete it first, then delete it for good.')
        return kind.destroy(id)
      },
      freeImages,
    ),
  ),
]
