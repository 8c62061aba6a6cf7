/**
 * The printable form of run lengths.
 *
 * Text    each number in groups of 5 bits, lowest first; a group is one character from '0' (48) to 'o' (111):
 *         bit 5 says that more groups follow, bit 4 of the last group is the sign.
 *         From the fourth number on it is the difference to the number two before.
 * Errors  InvalidInput for a character outside the alphabet, a cut-off number or one outside 0 to 2^32 - 1.
 * Source  cocodataset/cocoapi: common/maskApi.c (rleToString, rleFrString).
 */
import { InvalidInput } from '../errors'
import { name } from './size'

const FIRST_CHARACTER = 48
const GROUP_BITS = 5
const SIGN = 0x10
const MORE = 0x20
/** 40 bits: a difference of two 32-bit numbers needs seven groups. */
const MAX_GROUPS = 8
const MAX_COUNT = 0xffffffff

/** Run lengths, integers from 0 to 2^32 - 1, as printable text. */
export function compressCounts(counts: number[]): string {
  const text: string[] = []
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index]!
    if (!isCount(count)) throw new InvalidInput(`run ${index} is ${name(count)}, not a length`)
    text.push(compressNumber(index > 2 ? count - counts[index - 2]! : count))
  }
  return text.join('')
}

function compressNumber(number: number): string {
  let text = ''
  for (let rest = number, more = true; more;) {
    const group = ((rest % 32) + 32) % 32
    rest = (rest - group) / 32
    more = group & SIGN ? rest !== -1 : rest !== 0
    text += String.fromCharCode(FIRST_CHARACTER + (more ? group | MORE : group))
  }
  return text
}

/** Run lengths from printable text. */
export function expandCounts(text: string): number[] {
  const counts: number[] = []
  for (let position = 0; position < text.length;) {
    const start = position
    let number = 0
    let group = MORE
    for (let scale = 1; group & MORE; scale *= 2 ** GROUP_BITS) {
      group = text.charCodeAt(position) - FIRST_CHARACTER
      // A cut-off number gives NaN here.
      if (!(group >= 0 && group < 64))
        throw new InvalidInput(`character ${position} of the run lengths is not one of the alphabet`)
      position += 1
      if (position - start > MAX_GROUPS)
        throw new InvalidInput(`the number at character ${start} of the run lengths is too large`)
      number += (group & (MORE - 1)) * scale
      if (!(group & MORE) && group & SIGN) number -= scale * 2 ** GROUP_BITS
    }
    const count = counts.length > 2 ? number + counts[counts.length - 2]! : number
    if (!isCount(count)) throw new InvalidInput(`run ${counts.length} is ${count}, not a length`)
    counts.push(count)
  }
  return counts
}

const isCount = (count: number) => Number.isInteger(count) && count >= 0 && count <= MAX_COUNT
