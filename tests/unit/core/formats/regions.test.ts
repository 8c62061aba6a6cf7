import { expect, test } from 'vitest'
import { regionsOf } from '@/core/formats/regions'
import { compressRle, encodeRle } from '@/core/mask/rle'
import { rleArea, rleBbox } from '@/core/mask/measure'
import { randomFrom, testSeed } from '../../../support/seed'

test('regions of an index image are the masks of its values, wherever they lie', () => {
  const random = randomFrom(testSeed)
  for (let round = 0; round < 300; round++) {
    const own = { width: 1 + Math.floor(random() * 7), height: 1 + Math.floor(random() * 7) }
    // of the image: a mask of another size is cut or padded
    const size = {
      width: own.width + Math.floor(random() * 3) - 1 || 1,
      height: own.height + Math.floor(random() * 3) - 1 || 1,
    }
    const values = Uint32Array.from({ length: own.width * own.height }, () => Math.floor(random() * 3))
    const found = regionsOf(values, own, size, (value) => value === 0)
    for (const value of [1, 2]) {
      const data = new Uint8Array(size.width * size.height)
      for (let y = 0; y < Math.min(own.height, size.height); y++)
        for (let x = 0; x < Math.min(own.width, size.width); x++)
          if (values[y * own.width + x] === value) data[y * size.width + x] = 1
      const rle = encodeRle({ data, ...size })
      const area = rleArea(rle)
      expect(found.find((each) => each.value === value)).toEqual(
        area === 0 ? undefined : { value, segmentation: compressRle(rle), bbox: rleBbox(rle), area },
      )
    }
  }
})
