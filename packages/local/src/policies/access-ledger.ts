/** One kind of access and how often it was asked for. */
export interface AccessLine {
  /** Role ARN, or the service and what it acted for. */
  readonly who: string
  readonly action: string
  readonly resource: string
  allowed: number
  denied: number
}

/** What was asked for since the start, so that permissions nobody used can be found. */
export class AccessLedger {
  readonly #lines = new Map<string, AccessLine>()

  record({
    who,
    action,
    resource,
    allowed,
  }: {
    who: string
    action: string
    resource: string
    allowed: boolean
  }): void {
    const key = `${who}|${action}|${resource}`
    const line = this.#lines.get(key) ?? { who, action, resource, allowed: 0, denied: 0 }
    if (allowed) line.allowed += 1
    else line.denied += 1
    this.#lines.set(key, line)
  }

  lines(): readonly AccessLine[] {
    return [...this.#lines.values()]
  }
}
