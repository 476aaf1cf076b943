import type { Language } from '../contracts/fields.ts'

/** Text as HTML shows it, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style =
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}' +
  'button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:.4rem;background:#0b57d0;color:#fff}' +
  'fieldset{border:1px solid #999;border-radius:.4rem;margin:1rem 0}textarea{font:inherit;width:100%;box-sizing:border-box}' +
  ':focus-visible{outline:3px solid #f9ab00;outline-offset:2px}'

/** What a page shows a family. */
export interface PageContent {
  readonly language: Language
  readonly title: string
  /** HTML; whatever did not stand in our own source in it is escaped. */
  readonly content: string
}

/** A whole page that works without scripts, on a phone, and with a screen reader. */
export const page = ({ language, title, content }: PageContent): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`
