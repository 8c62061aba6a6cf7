/** What must be stored, by the number of each piece of work: annotations carry it in their metadata, images in their names. */
import type { Page } from '@playwright/test'

export interface Findings {
  lost: string[]
  doubled: string[]
  problems: string[]
}

interface Counts {
  annotations: number
  images: number
}

interface Expected extends Counts {
  kind: string
  /** What the request makes of it that is under way. */
  next: Counts
  /** The client left with its browser: the last request was stored, or it was not. */
  isOpen: boolean
}

export class Ledger {
  private readonly expected = new Map<number, Expected>()
  writes = 0

  /** Before the first request of the work. */
  begin(work: number, kind: string): void {
    const none = { annotations: 0, images: 0 }
    this.expected.set(work, { kind, ...none, next: none, isOpen: false })
  }

  /** Sends a request that makes so many of it; once it is acknowledged, that many are stored. */
  async write<Answer>(work: number, counts: Partial<Counts>, send: () => Promise<Answer>): Promise<Answer> {
    const expected = this.expected.get(work)!
    const { annotations, images } = expected
    expected.next = { annotations, images, ...counts }
    const answer = await send()
    Object.assign(expected, counts)
    this.writes++
    return answer
  }

  /** The client left. What it had been told is stored, and its last request as a whole or not at all. */
  leave(work: number): void {
    this.expected.get(work)!.isOpen = true
  }

  compare(found: Stored): Findings {
    const findings: Findings = { lost: [], doubled: [], problems: [...found.problems] }
    for (const [number, wanted] of this.expected) {
      const work = `${wanted.kind} ${number}`
      const is = { annotations: found.annotations[number] ?? 0, images: found.images[number] ?? 0 }
      // whether the last request of a client that left was stored is known from now on
      if (wanted.isOpen && isSame(is, wanted.next)) Object.assign(wanted, wanted.next)
      wanted.isOpen = false
      for (const what of ['annotations', 'images'] as const) {
        if (is[what] < wanted[what]) findings.lost.push(`${work}: ${is[what]} of ${wanted[what]} ${what}`)
        if (is[what] > wanted[what]) findings.doubled.push(`${work}: ${is[what]} for ${wanted[what]} ${what}`)
      }
    }
    return findings
  }
}

const isSame = (one: Counts, other: Counts) => one.annotations === other.annotations && one.images === other.images

export interface Stored {
  annotations: Record<number, number>
  images: Record<number, number>
  problems: string[]
}

/** Waits for the tasks that clients left behind. Then reads a dataset through the API: how many annotations and images each piece of work has, and what the integrity check says. */
export const readStored = (page: Page, dataset: number): Promise<Stored> =>
  page.evaluate(async (dataset) => {
    const isBusy = async () =>
      ((await (await fetch('api/tasks/')).json()) as { completed: boolean }[]).some(({ completed }) => !completed)
    while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 50))
    const coco = (await (await fetch(`api/dataset/${dataset}/coco?empty=all`)).json()) as {
      images: { id: number; file_name: string }[]
      annotations: { id: number; image_id: number; metadata?: { work?: number } }[]
    }
    const found: { annotations: Record<number, number>; images: Record<number, number>; problems: string[] } = {
      annotations: {},
      images: {},
      problems: [],
    }
    const workOf = new Map<number, number>()
    for (const { id, file_name } of coco.images) {
      const work = /(?:^|\/)w(\d+)-/.exec(file_name)?.[1]
      if (work === undefined) continue
      workOf.set(id, Number(work))
      found.images[Number(work)] = (found.images[Number(work)] ?? 0) + 1
    }
    for (const { image_id, metadata } of coco.annotations) {
      const work = metadata?.work ?? workOf.get(image_id)
      if (work !== undefined) found.annotations[work] = (found.annotations[work] ?? 0) + 1
    }
    const ids = coco.annotations.map(({ id }) => id)
    if (new Set(ids).size < ids.length) found.problems.push('two annotations have one id')
    const integrity = (await (await fetch('api/integrity')).json()) as { problems: { message: string }[] }
    for (const { message } of integrity.problems) found.problems.push(`integrity: ${message}`)
    const { datasets } = (await (await fetch('api/dataset/data')).json()) as {
      datasets: { id: number; numberImages: number; numberAnnotations: number }[]
    }
    const own = datasets.find(({ id }) => id === dataset)!
    if (own.numberImages !== coco.images.length)
      found.problems.push(`the dataset counts ${own.numberImages} images and has ${coco.images.length}`)
    if (own.numberAnnotations !== coco.annotations.length)
      found.problems.push(`the dataset counts ${own.numberAnnotations} annotations and has ${coco.annotations.length}`)
    return found
  }, dataset)
