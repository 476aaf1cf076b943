import type { RouteContract } from '../contracts/define-route.ts'
import type { TableAsked } from '../documents/reply-table.ts'
import { ProblemError } from './problem.ts'

/** One media range of an `Accept`, with its parameters. */
function mediaOf(range: string): { readonly type: string; readonly parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = range.split(';').map((part) => part.trim())
  const parameters = rest.map((parameter): [string, string] => {
    const [name = '', value = ''] = parameter.split('=')
    return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')]
  })
  return { type: type.toLowerCase(), parameters: new Map(parameters) }
}

/** The language of the titles: Chinese or English as the caller reads them. */
function languageOf(acceptLanguage: string | undefined): TableAsked['language'] {
  const first = /\b(zh|en)\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase()
  if (first === 'zh') return 'zh-CN'
  return first === 'en' ? 'en' : undefined
}

/**
 * Which table a caller wants instead of JSON: `Accept: text/csv; table=figures; header=absent; bom=absent`, all parameters optional,
 * titles by `Accept-Language`. The first of the contract's tables, unless another is named.
 * @returns undefined for JSON: also where JSON is named first, or the reply has no tables
 * @throws ProblemError 406 for a table that the reply does not have
 */
export function askedTable(
  { tables }: Pick<RouteContract, 'tables'>,
  headers: Readonly<Record<string, string>>,
): TableAsked | undefined {
  const [first] = tables
  const asked = (headers.accept ?? '').split(',').map(mediaOf)
  const media = asked.find(({ type }) => ['text/csv', 'application/json', 'application/*', '*/*'].includes(type))
  if (first === undefined || media?.type !== 'text/csv') return undefined
  const name = media.parameters.get('table') ?? first
  if (!tables.includes(name)) throw new ProblemError(406, 'noSuchTable', { details: { tables } })
  const isThere = (parameter: string): boolean => media.parameters.get(parameter) !== 'absent'
  const language = languageOf(headers['accept-language'])
  return { name, header: isThere('header'), byteOrderMark: isThere('bom'), ...(language && { language }) }
}
