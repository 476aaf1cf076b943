const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Every dotted path that a reply has a value at; through lists without index, as contracts name hidden fields. */
export function fieldsOf(value: unknown, path = ''): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...fieldsOf(item, path)]))
  if (!isRecord(value)) return new Set()
  return new Set(
    Object.entries(value).flatMap(([name, member]) => {
      const at = path ? `${path}.${name}` : name
      const below = [...fieldsOf(member, at)]
      return below.length > 0 ? below : [at]
    }),
  )
}

const isBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)

/** The outermost of the paths that others see and this one does not: `contacts`, not each field below it. */
export function withheld(all: ReadonlySet<string>, seen: ReadonlySet<string>): readonly string[] {
  const outermost = (path: string): string => {
    const names = path.split('.')
    const lengths = names.map((_, at) => names.slice(0, at + 1).join('.'))
    return lengths.find((above) => ![...seen].some((one) => isBelow(one, above))) ?? path
  }
  return [...new Set([...all].filter((path) => !seen.has(path)).map(outermost))].sort()
}
