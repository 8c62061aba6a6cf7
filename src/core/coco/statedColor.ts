/** A colour as files state it: `[r, g, b]` from 0 to 255 (or text of three such numbers), `#rgb` and the like, or any text. */
export function toHexColor(value: unknown): string | undefined {
  if (Array.isArray(value)) return fromChannels(value)
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const numbers = /^\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*$/.exec(value)
  return numbers ? fromChannels(numbers.slice(1).map(Number)) : value
}

/** A fourth channel, of opacity, has no place. */
function fromChannels(channels: unknown[]): string | undefined {
  const isChannel = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 255
  if (channels.length < 3 || channels.length > 4 || !channels.every(isChannel)) return undefined
  return `#${channels
    .slice(0, 3)
    .map((value) => Math.round(value).toString(16).padStart(2, '0'))
    .join('')}`
}
