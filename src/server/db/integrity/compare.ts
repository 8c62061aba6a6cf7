/** Compares stored counts and indexes with a recount. Nothing may be written meanwhile. Call `repair` of a finding in the same transaction. */
import { comparePaths } from '@/core/paths'
import { raiseSequence, type Sequence } from '../store/counters'
import { order } from '../images/imageOrder'
import type { LocationRow, OrderEntry, TrashRow } from '../store/rows'
import { BLOCK_SIZE, db } from '../store/schema'
import type { Finding, Recount } from './recount'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export function compareImages({ images, datasets, counts }: Recount): Finding[] {
  const existing = new Set(datasets.map(({ id }) => id))
  return images.flatMap((image): Finding[] => {
    const { category_counts, num_annotations, sheets, bundle } = counts.get(image.id)!
    const now = { category_counts, num_annotations, sheets, bundle }
    const isRight = same(now, {
      category_counts: image.category_counts,
      num_annotations: image.num_annotations,
      sheets: image.sheets,
      bundle: image.bundle,
    })
    const message = `Image ${image.id} has ${num_annotations} annotations, and it says ${image.num_annotations}, or other ones.`
    return [
      ...(existing.has(image.dataset_id)
        ? []
        : [
            {
              kind: 'owner' as const,
              message: `Image ${image.id} is of dataset ${image.dataset_id}, which is not there.`,
            },
          ]),
      ...(isRight ? [] : [{ kind: 'image counts' as const, message, repair: () => db.images.update(image.id, now) }]),
    ]
  })
}

export async function compareTotals({ totals }: Recount): Promise<Finding[]> {
  const stored = new Map(
    (await db.counters.toArray()).flatMap(({ name, value }) =>
      /^(dataset|category):/.test(name) ? [[name, value] as const] : [],
    ),
  )
  const names = new Set([...stored.keys(), ...totals.keys()])
  return [...names].flatMap((name): Finding[] => {
    const [is, should] = [stored.get(name) ?? 0, totals.get(name) ?? 0]
    if (is === should) return []
    return [
      {
        kind: 'counter',
        message: `The total "${name}" is ${is}, and a count gives ${should}.`,
        repair: () => db.counters.put({ name, value: should }),
      },
    ]
  })
}

export async function compareOrders({ datasets, orders }: Recount): Promise<Finding[]> {
  const found: Finding[] = []
  const compare = (a: OrderEntry, b: OrderEntry) => comparePaths(a[0], b[0]) || a[1] - b[1]
  const ids = new Set([
    ...datasets.map(({ id }) => id),
    ...((await db.orderHeads.toCollection().primaryKeys()) as number[]),
  ])
  for (const id of ids) {
    const should = (orders.get(id) ?? []).sort(compare)
    if (same(await order.all(id), should)) continue
    const repair = async () => {
      await order.destroy(id)
      if (should.length > 0) await order.insert(id, should)
    }
    found.push({ kind: 'order', message: `The order of dataset ${id} does not list the images that it has.`, repair })
  }
  return found
}

export async function compareLocations({ locations }: Recount): Promise<Finding[]> {
  const stored = new Map((await db.locations.toArray()).map((row) => [row.block, row]))
  const blocks = new Set([...stored.keys(), ...locations.keys()])
  return [...blocks].flatMap((block): Finding[] => {
    const should = locations.get(block) ?? {
      block,
      images: new Float64Array(BLOCK_SIZE),
      chunks: new Uint16Array(BLOCK_SIZE),
    }
    if (sameLocations(stored.get(block), should)) return []
    const [from, to] = [block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE - 1]
    return [
      {
        kind: 'location',
        message: `Of annotations ${from} to ${to} it is not known rightly where they are.`,
        repair: () => db.locations.put(should),
      },
    ]
  })
}

const sameLocations = (is: LocationRow | undefined, should: LocationRow) =>
  should.images.every(
    (image, slot) => image === (is?.images[slot] ?? 0) && (image === 0 || should.chunks[slot] === is?.chunks[slot]),
  )

export async function compareTrash({ datasets, categories, images, trashed }: Recount): Promise<Finding[]> {
  const should: TrashRow[] = [...trashed].map(([id, date]) => ({ instance: 'annotation', id, date }))
  for (const [instance, rows] of [
    ['dataset', datasets],
    ['category', categories],
    ['image', images],
  ] as const) {
    for (const { id, deleted, deleted_date, updated_at } of rows)
      if (deleted) should.push({ instance, id, date: deleted_date ?? updated_at })
  }
  const stored = new Set((await db.trash.toArray()).map(({ instance, id }) => `${instance} ${id}`))
  const wanted = new Set(should.map(({ instance, id }) => `${instance} ${id}`))
  const missing = should.filter(({ instance, id }) => !stored.has(`${instance} ${id}`))
  const wrong = [...stored].filter((key) => !wanted.has(key))
  return [
    ...missing.map((row): Finding => ({
      kind: 'trash',
      message: `The trash does not list ${row.instance} ${row.id}.`,
      repair: () => db.trash.put(row),
    })),
    ...wrong.map((key): Finding => ({
      kind: 'trash',
      message: `The trash lists ${key}, which is not in it.`,
      repair: () => db.trash.delete(keyOf(key)),
    })),
  ]
}

function keyOf(text: string): [string, number] {
  const [instance = '', id] = text.split(' ')
  return [instance, Number(id)]
}

export async function compareSequences({
  datasets,
  categories,
  images,
  largestAnnotation,
}: Recount): Promise<Finding[]> {
  const largest = (rows: { id: number }[]) => rows.reduce((most, { id }) => Math.max(most, id), 0)
  const ids: [Sequence, number][] = [
    ['dataset', largest(datasets)],
    ['category', largest(categories)],
    ['image', largest(images)],
    ['annotation', largestAnnotation],
  ]
  const found: Finding[] = []
  for (const [sequence, id] of ids) {
    const next = ((await db.counters.get(`sequence:${sequence}`))?.value ?? 0) + 1
    if (next > id) continue
    found.push({
      kind: 'sequence',
      message: `The next ${sequence} would get id ${next}, and there is one with id ${id}.`,
      repair: () => raiseSequence(sequence, id),
    })
  }
  return found
}

export async function compareFiles({ images }: Recount): Promise<Finding[]> {
  const files = new Set((await db.files.toCollection().primaryKeys()) as number[])
  const existing = new Set(images.map(({ id }) => id))
  const lost = images.flatMap(({ id, path, placeholder }): Finding[] => {
    if (files.has(id) && placeholder)
      return [
        {
          kind: 'file',
          message: `Image ${id} has its image, and says that it has not arrived.`,
          repair: () => db.images.update(id, { placeholder: false }),
        },
      ]
    if (files.has(id) || placeholder) return []
    return [
      {
        kind: 'file',
        message: `The file of image ${id} ("${path}") is gone. Say so with a repair, then add the file again.`,
        repair: () => db.images.update(id, { placeholder: true }),
      },
    ]
  })
  return [
    ...lost,
    ...[...files]
      .filter((id) => !existing.has(id))
      .map((id): Finding => ({ kind: 'file', message: `There is a file of image ${id}, and no such image.` })),
  ]
}
