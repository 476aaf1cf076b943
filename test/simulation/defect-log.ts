import type { Log } from '@tutelage/shared/data/context.ts'
import type { Witness } from './witness.ts'

/** What may be thrown when the weather is bad or an event comes before its time; anything else is a defect. */
const expected = new Set(['TableUnavailable', 'NotYet', 'Undeliverable'])

/** A log that finds defects: errors that no weather explains. Everything else that is logged is forgotten. */
export function defectLog(witness: Witness): Log {
  const look = (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const { error } = fields
    if (!(error instanceof Error) || expected.has(error.name) || /conflicts/.test(error.message)) return
    witness.violated('no defect', message, `${error.name}: ${error.message}`, error.stack?.split('\n').slice(1, 5))
  }
  return { info: () => undefined, warn: look, error: look }
}
