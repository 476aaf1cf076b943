import type { Language } from '../contracts/fields.ts'
import { escapeHtml } from './html-page.ts'

const linked = (line: string): string =>
  escapeHtml(line).replace(/https?:\/\/[^\s&]+/g, (url) => `<a href="${url}">${url}</a>`)

/** The plain text of a mail as simple HTML: a paragraph per block, links that can be followed. */
export function htmlOf(text: string, language: Language): string {
  const paragraphs = text.split('\n\n').map((block) => `<p>${block.split('\n').map(linked).join('<br>')}</p>`)
  return `<!doctype html><html lang="${language}"><body>${paragraphs.join('')}</body></html>`
}
