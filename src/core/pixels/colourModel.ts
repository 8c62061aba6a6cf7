/**
 * The colours of a thing as a few clouds, each a normal distribution in red, green and blue.
 *
 * Fit     k-means, then every sample to its likeliest cloud, as in GrabCut (Rother, Kolmogorov, Blake, 2004).
 * Samples red, green, blue one after the other, 0 to 255.
 */
const CLOUDS = 5
const ROUNDS = 6
const LEAST_VARIANCE = 4 // of a channel: one flat colour must not be infinitely likely

interface Cloud {
  /** -log of weight and of the size of the cloud. */
  base: number
  mean: readonly [number, number, number]
  /** The inverse covariance: rr, rg, rb, gg, gb, bb. */
  inverse: readonly [number, number, number, number, number, number]
}

export type ColourModel = readonly Cloud[]

/** Without a model to begin with, begins with even steps through the samples by brightness. */
export function fitColours(samples: Float32Array, before: ColourModel | null): ColourModel {
  const count = samples.length / 3
  if (count === 0) return []
  const owners = before ? likeliest(samples, before) : nearestMeans(samples)
  const clouds = Array.from({ length: CLOUDS }, (_, cloud) => measureCloud(samples, owners, cloud, count))
  return clouds.flatMap((cloud) => cloud ?? [])
}

/** -log of how likely a colour is; only differences between models mean something. */
export function unlikeliness(model: ColourModel, red: number, green: number, blue: number): number {
  let least = Infinity
  for (const cloud of model) least = Math.min(least, cloudDistance(cloud, red, green, blue))
  return least
}

function cloudDistance({ base, mean, inverse }: Cloud, red: number, green: number, blue: number): number {
  const r = red - mean[0]
  const g = green - mean[1]
  const b = blue - mean[2]
  const [rr, rg, rb, gg, gb, bb] = inverse
  return base + 0.5 * (rr * r * r + gg * g * g + bb * b * b) + rg * r * g + rb * r * b + gb * g * b
}

function likeliest(samples: Float32Array, model: ColourModel): Uint8Array {
  const owners = new Uint8Array(samples.length / 3)
  for (let index = 0; index < owners.length; index++) {
    let least = Infinity
    model.forEach((cloud, number) => {
      const away = cloudDistance(cloud, samples[index * 3]!, samples[index * 3 + 1]!, samples[index * 3 + 2]!)
      if (away < least) [least, owners[index]] = [away, number]
    })
  }
  return owners
}

function nearestMeans(samples: Float32Array): Uint8Array {
  const count = samples.length / 3
  const owners = new Uint8Array(count)
  const order = Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => brightness(samples, a) - brightness(samples, b),
  )
  const means = new Float64Array(CLOUDS * 3)
  for (let cloud = 0; cloud < CLOUDS; cloud++) {
    const middle = order[Math.floor(((cloud + 0.5) * count) / CLOUDS)]!
    means.set(samples.subarray(middle * 3, middle * 3 + 3), cloud * 3)
  }
  for (let round = 0; round < ROUNDS; round++) {
    assignNearest(samples, means, owners)
    moveMeans(samples, means, owners)
  }
  return owners
}

const brightness = (samples: Float32Array, index: number) =>
  samples[index * 3]! + 2 * samples[index * 3 + 1]! + samples[index * 3 + 2]!

function assignNearest(samples: Float32Array, means: Float64Array, owners: Uint8Array) {
  for (let index = 0; index < owners.length; index++) {
    let least = Infinity
    for (let cloud = 0; cloud < CLOUDS; cloud++) {
      let away = 0
      for (let channel = 0; channel < 3; channel++)
        away += (samples[index * 3 + channel]! - means[cloud * 3 + channel]!) ** 2
      if (away < least) [least, owners[index]] = [away, cloud]
    }
  }
}

function moveMeans(samples: Float32Array, means: Float64Array, owners: Uint8Array) {
  const sums = new Float64Array(CLOUDS * 3)
  const counts = new Float64Array(CLOUDS)
  owners.forEach((cloud, index) => {
    counts[cloud]! += 1
    for (let channel = 0; channel < 3; channel++) sums[cloud * 3 + channel]! += samples[index * 3 + channel]!
  })
  sums.forEach((sum, at) => {
    const members = counts[Math.floor(at / 3)]!
    if (members > 0) means[at] = sum / members
  })
}

/** Null for a cloud without samples. */
function measureCloud(samples: Float32Array, owners: Uint8Array, cloud: number, count: number): Cloud | null {
  let members = 0
  const [sum, product] = [
    [0, 0, 0],
    [0, 0, 0, 0, 0, 0],
  ]
  owners.forEach((owner, index) => {
    if (owner !== cloud) return
    const [r, g, b] = [samples[index * 3]!, samples[index * 3 + 1]!, samples[index * 3 + 2]!]
    members += 1
    ;[r, g, b].forEach((value, at) => (sum[at]! += value))
    ;[r * r, r * g, r * b, g * g, g * b, b * b].forEach((value, at) => (product[at]! += value))
  })
  if (members === 0) return null
  const [r, g, b] = sum.map((value) => value / members) as [number, number, number]
  const around = [r * r, r * g, r * b, g * g, g * b, b * b]
  const [rr, rg, rb, gg, gb, bb] = product.map((value, at) => value / members - around[at]!) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return makeCloud(
    members / count,
    [r, g, b],
    [rr + LEAST_VARIANCE, rg, rb, gg + LEAST_VARIANCE, gb, bb + LEAST_VARIANCE],
  )
}

function makeCloud(weight: number, mean: Cloud['mean'], [rr, rg, rb, gg, gb, bb]: Cloud['inverse']): Cloud {
  const [a, b, c] = [gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg]
  const determinant = rr * a + rg * b + rb * c
  const inverse = [a, b, c, rr * bb - rb * rb, rg * rb - rr * gb, rr * gg - rg * rg].map((value) => value / determinant)
  return {
    base: -Math.log(weight) + 0.5 * Math.log(determinant),
    mean,
    inverse: inverse as unknown as Cloud['inverse'],
  }
}
