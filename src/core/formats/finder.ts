/** Finds images by what label files call them. */
import { baseStem, stemOf } from './paths'
import type { SourceImage } from './types'

export class ImageFinder<Image extends SourceImage> {
  private readonly byName = new Map<string, Image>()
  private readonly byStem = new Map<string, Image | null>()
  private readonly byBase = new Map<string, Image | null>()

  constructor(images: Iterable<Image>) {
    for (const image of images) {
      this.byName.set(image.name, image)
      if (image.path !== image.name) this.byName.set(image.path, image)
      this.add(this.byStem, stemOf(image.name), image)
      if (stemOf(image.path) !== stemOf(image.name)) this.add(this.byStem, stemOf(image.path), image)
      this.add(this.byBase, baseStem(image.name), image)
    }
  }

  /** null: several have it. */
  private add(map: Map<string, Image | null>, key: string, image: Image): void {
    map.set(key, map.has(key) && map.get(key) !== image ? null : image)
  }

  /** An exact name, then a name without its ending, then the only image of that base name. Never a guess. */
  find(names: string[]): Image | undefined {
    for (const name of names) {
      const exact = this.byName.get(name)
      if (exact) return exact
    }
    for (const name of names) {
      const found = this.byStem.get(stemOf(name))
      if (found) return found
    }
    for (const name of names) {
      const found = this.byBase.get(baseStem(name))
      if (found !== undefined) return found ?? undefined
    }
    return undefined
  }
}
