/** XML of label files: no document types, no entities but XML's own. */
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { broken } from './broken'

export type { XmlElement } from '@rgrove/parse-xml'

/** The root element. */
export function readXml(text: string, file: string): XmlElement {
  const forbidden = /<!(DOCTYPE|ENTITY)/i.exec(text)
  if (forbidden)
    throw broken(
      file,
      'document types and entities are not read: they can reach out of the file.',
      lineOf(text, forbidden.index),
    )
  try {
    const { root } = parseXml(text.replace(/^\uFEFF/, ''))
    if (root) return root
  } catch (error) {
    const { message, line } = error as { message: string; line?: number }
    throw broken(
      file,
      `it is not XML: ${message
        .split('\n')[0]!
        .replace(/ \(line.*$/, '')
        .replace(/\.?$/, '.')}`,
      line,
    )
  }
  throw broken(file, 'it has no element.')
}

const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length

export const childrenOf = (element: XmlElement, name?: string): XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && (name === undefined || child.name === name),
  )

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element ? childrenOf(element, name)[0] : undefined

export const textOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text.trim()

export const escapeXml = (text: string) =>
  // characters that XML has no form for are left out
  text
    .replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)
    .replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
