import { type Asked, type Fault, randomFaults } from '@tutelage/shared/testing/fault-plan.ts'
import type { Chance } from './chance.ts'

/** What a function asks of the outside. */
export type Io = 'read' | 'write' | 'publish' | 'mail' | 'send'

/** What becomes of a mail: handed over, or not, or nobody knows. */
type MailWeather = 'accepted' | 'busy' | 'lost' | 'acceptedAnswerLost'

/** What of a chunk of events the bus takes. */
type BusWeather = 'taken' | 'refused' | 'takenAnswerLost' | 'someRefused'

/** What goes wrong, call by call. */
export interface Weather {
  /** What the table does, as a faulty table asks. */
  fault(asked: Asked): Fault | undefined
  /** Whether the function ends at this very call, before or after it took effect. */
  doom(io: Io): 'before' | 'after' | undefined
  mail(): MailWeather
  bus(): BusWeather
}

/** Nothing goes wrong. */
export const calm: Weather = {
  fault: () => undefined,
  doom: () => undefined,
  mail: () => 'accepted',
  bus: () => 'taken',
}

const mailRates: readonly (readonly [MailWeather, number])[] = [
  ['busy', 0.1],
  ['lost', 0.05],
  ['acceptedAnswerLost', 0.05],
]
const busRates: readonly (readonly [BusWeather, number])[] = [
  ['someRefused', 0.1],
  ['refused', 0.04],
  ['takenAnswerLost', 0.04],
]

function drawn<Kind extends string>(
  chance: Chance,
  rates: readonly (readonly [Kind, number])[],
  otherwise: Kind,
): Kind {
  let at = chance.next()
  for (const [kind, rate] of rates) {
    if (at < rate) return kind
    at -= rate
  }
  return otherwise
}

/** AWS on a bad day, so that most invocations still end well. */
export function roughWeather(chance: Chance): Weather {
  const faults = randomFaults(chance.next, {
    conflict: 0.03,
    inProgress: 0.01,
    throttle: 0.004,
    lostAnswer: 0.03,
    staleIndex: 0.1,
  })
  return {
    fault: (asked) => faults.next(asked),
    doom(io) {
      const rate = io === 'read' ? 0.002 : 0.02
      if (!chance.happens(rate)) return undefined
      return chance.happens(0.5) ? 'before' : 'after'
    },
    mail: () => drawn(chance, mailRates, 'accepted'),
    bus: () => drawn(chance, busRates, 'taken'),
  }
}
