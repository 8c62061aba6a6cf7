/** Saves plots as files. */
import { t } from '../../i18n'
import type { PlotColors } from './colors'

export function saveFile(blob: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const MARGIN = 16 // CSS pixels
const TITLE = 32

/** The chart with its title, on the colour of the page. */
export function imageOf(chart: HTMLCanvasElement, title: string, { surface, ink }: PlotColors): Promise<Blob> {
  const scale = chart.width / Math.max(1, chart.clientWidth)
  const canvas = document.createElement('canvas')
  canvas.width = chart.width + 2 * MARGIN * scale
  canvas.height = chart.height + (2 * MARGIN + TITLE) * scale
  const context = canvas.getContext('2d')!
  context.fillStyle = surface
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = ink
  context.font = `600 ${16 * scale}px ${getComputedStyle(document.body).fontFamily}`
  context.textBaseline = 'top'
  context.fillText(title, MARGIN * scale, MARGIN * scale)
  context.drawImage(chart, MARGIN * scale, (MARGIN + TITLE) * scale)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(t('stats.noPng'))))),
  )
}
