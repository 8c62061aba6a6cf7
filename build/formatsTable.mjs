// @ts-check
/**
 * Writes the tables of docs/formats.md that say what each format keeps, from tests/api/formats/kept.json, which
 * tests/api/formats/roundtrip.test.ts measures and asserts. `npm run formats:table` measures anew; --check writes nothing and
 * fails where the page is not up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = `${root}docs/formats.md`
const [begin, end] = ['<!-- kept: made by build/formatsTable.mjs -->', '<!-- end of kept -->']

/** @typedef {Record<'annotations' | 'boxes' | 'outlines' | 'overlap' | 'keypoints' | 'crowds' | 'attributes' | 'tags' | 'scores' | 'splits', number>} Numbers */
/** @typedef {Numbers & { export: Record<string, number>, import: Record<string, number> }} Kept */
/** @type {Record<string, Record<string, Kept>>} */
const kept = JSON.parse(readFileSync(`${root}tests/api/formats/kept.json`, 'utf8'))

/** @type {Record<string, string>} */
const ABOUT = {
  nuts: 'Nuts: 5 photos with polygons of three categories (`tests/data/nuts`)',
  person: 'A person with keypoints and an outline (`tests/data/coco-person-cc-by`)',
  shapes:
    'Shapes: 2 images with masks, and beside them a frame with a hole, an outline of two parts, a crowd, attributes, tags, a score and splits (`tests/data/pycococreator-shapes`)',
}

const COUNTS = /** @type {const} */ (['keypoints', 'crowds', 'attributes', 'tags', 'scores', 'splits'])

/** What the dataset has none of gets no column. @param {string} name */
function tableOf(name) {
  const rows = Object.entries(kept[name] ?? {})
  // COCO keeps everything: its numbers are those of the dataset
  const whole = /** @type {Kept} */ (kept[name]?.coco)
  const counts = COUNTS.filter((field) => whole[field] > 0)
  const head = ['format', 'annotations', 'boxes within', 'outlines', 'overlap at least', ...counts, 'said']
  const lines = rows.map(([format, row]) => [
    `\`${format}\``,
    `${row.annotations} of ${whole.annotations}`,
    row.annotations > 0 ? `${row.boxes} px` : '',
    String(row.outlines),
    row.outlines > 0 ? String(row.overlap) : '',
    ...counts.map((field) => `${row[field]} of ${whole[field]}`),
    said(row),
  ])
  const text = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `**${ABOUT[name] ?? name}**\n\n${text}`
}

/** That the images have no split is said of each, and nothing of the format. @param {Kept} row */
const said = ({ export: out, import: into }) =>
  [...Object.entries(out), ...Object.entries(into)]
    .filter(([code]) => code !== 'split-missing')
    .map(([code, count]) => `${code} ${count}`)
    .join(', ')

const text = readFileSync(page, 'utf8')
const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))]
const wanted = `${before}${begin}\n\n${Object.keys(kept).map(tableOf).join('\n\n')}\n\n${rest}`
if (!process.argv.includes('--check')) writeFileSync(page, wanted)
else if (wanted !== text) {
  console.error('The tables of docs/formats.md are not up to date: run `npm run formats:table`.')
  process.exit(1)
}
