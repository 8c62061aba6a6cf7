/** A colour for a seed: the same file imported again looks the same. `#rrggbb`, lively and neither dark nor pale. */
export function colorFor(seed: string): string {
  let hash = 2166136261
  for (let index = 0; index < seed.length; index++) hash = Math.imul(hash ^ seed.charCodeAt(index), 16777619) >>> 0
  const hue = (hash % 3600) / 10
  const lightness = 0.42 + ((hash >>> 12) % 20) / 100
  return hslToHex(hue, 0.7, lightness)
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const spread = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const turn = (offset + hue / 30) % 12
    const value = lightness - spread * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))
    return Math.round(value * 255).toString(16).padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
