/** A COCO instances file of any size, from a seed, in pieces: like the published ones in sizes, shapes and order. */
export interface MadeCoco {
  images: number
  annotations: number
  categories: number
  seed: number
}

export const VAL2017: MadeCoco = { images: 5000, annotations: 36_781, categories: 80, seed: 1 }
export const TRAIN2017: MadeCoco = { images: 118_287, annotations: 860_001, categories: 80, seed: 1 }

/** Its text goes into a page, so it uses nothing from outside itself. */
export function* makeCoco({ images, annotations, categories, seed }: MadeCoco): Generator<string> {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const sizes = [
    [640, 480],
    [480, 640],
    [640, 427],
    [427, 640],
    [500, 375],
    [612, 612],
  ]
  const sizeOf = (image: number) =>
    sizes[Math.imul(image, 0x9e3779b1) >>> 29 > 5 ? 0 : Math.imul(image, 0x9e3779b1) >>> 29]!
  const cents = (number: number) => Math.round(number * 100) / 100

  /** A star around a point, cut off at the border: most are small, a few fill the image. */
  const polygon = (width: number, height: number) => {
    const [x, y] = [random() * width, random() * height]
    const radius = Math.min(width, height) * (0.02 + 0.45 * random() ** 3)
    const points = 12 + Math.floor(random() * 36)
    const ring: number[] = []
    for (let index = 0; index < points; index++) {
      const angle = (2 * Math.PI * (index + 0.6 * random())) / points
      const reach = radius * (0.5 + 0.5 * random())
      ring.push(
        cents(Math.min(width, Math.max(0, x + reach * Math.cos(angle)))),
        cents(Math.min(height, Math.max(0, y + reach * Math.sin(angle)))),
      )
    }
    return ring
  }
  const annotation = (id: number) => {
    const image = 1 + Math.floor(random() * images)
    const [width, height] = sizeOf(image) as [number, number]
    const ring = polygon(width, height)
    const xs = ring.filter((_number, index) => index % 2 === 0)
    const ys = ring.filter((_number, index) => index % 2 === 1)
    const [left, top] = [Math.min(...xs), Math.min(...ys)]
    const bbox = [left, top, cents(Math.max(...xs) - left), cents(Math.max(...ys) - top)]
    let area = 0
    for (let index = 0; index < xs.length; index++) {
      const next = (index + 1) % xs.length
      area += xs[index]! * ys[next]! - xs[next]! * ys[index]!
    }
    const category_id = 1 + Math.floor(random() ** 2 * categories)
    return { segmentation: [ring], area: cents(Math.abs(area) / 2), iscrowd: 0, image_id: image, bbox, category_id, id }
  }
  const list = function* (count: number, item: (id: number) => object) {
    let text = ''
    for (let id = 1; id <= count; id++) {
      text += (id > 1 ? ',' : '') + JSON.stringify(item(id))
      if (text.length > 1 << 20 || id === count) {
        yield text
        text = ''
      }
    }
  }
  yield '{"info":{"description":"made","year":2017},"licenses":[{"id":1,"name":"none","url":""}],"categories":['
  yield* list(categories, (id) => ({ supercategory: `group ${id % 12}`, id, name: `class ${id}` }))
  yield '],"images":['
  yield* list(images, (id) => ({
    license: 1,
    file_name: `${String(id).padStart(12, '0')}.jpg`,
    width: sizeOf(id)[0],
    height: sizeOf(id)[1],
    id,
  }))
  yield '],"annotations":['
  yield* list(annotations, annotation)
  yield ']}'
}
