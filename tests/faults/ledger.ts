/** What must be stored, by the number of each piece of work: annotations carry it in their metadata, images in their names. */
import type { Page } from '@playwright/test'

export interface Findings {
  lost: string[]
  doubled: string[]
  problems: string[]
}

interface Expected {
  kind: string
  annotations: number
  images: number
  /** Nobody knows whether it was stored: all of it or nothing of it must be. */
  isOpen: boolean
}

export class Ledger {
  private readonly expected = new Map<number, Expected>()
  writes = 0

  /** Before the first request of the work. */
  begin(work: number, kind: string): void {
    this.expected.set(work, { kind, annotations: 0, images: 0, isOpen: false })
  }

  /** An acknowledged write: from now on that many are stored. */
  set(work: number, counts: { annotations?: number; images?: number }): void {
    Object.assign(this.expected.get(work)!, counts)
    this.writes++
  }

  /** The client left; `counts` is what its last request would have made of it. */
  leave(work: number): void {
    this.expected.get(work)!.isOpen = true
  }

  compare(found: Stored): Findings {
    const findings: Findings = { lost: [], doubled: [], problems: [...found.problems] }
    for (const [number, wanted] of this.expected) {
      const work = `${wanted.kind} ${number}`
      const is = { annotations: found.annotations[number] ?? 0, images: found.images[number] ?? 0 }
      // what a client that left had asked for is known from now on
      if (wanted.isOpen) Object.assign(wanted, is, { isOpen: false })
      for (const what of ['annotations', 'images'] as const) {
        if (is[what] < wanted[what]) findings.lost.push(`${work}: ${is[what]} of ${wanted[what]} ${what}`)
        if (is[what] > wanted[what]) findings.doubled.push(`${work}: ${is[what]} for ${wanted[what]} ${what}`)
      }
    }
    return findings
  }
}

export interface Stored {
  annotations: Record<number, number>
  images: Record<number, number>
  problems: string[]
}

/** Reads a dataset through the API: how many annotations and images each piece of work has, and what the integrity check says. */
export const readStored = (page: Page, dataset: number): Promise<Stored> =>
  page.evaluate(async (dataset) => {
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
