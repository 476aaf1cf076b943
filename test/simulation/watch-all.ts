import type { ServiceName } from '@tutelage/shared/contracts/define-event.ts'
import type { BusEntry } from '@tutelage/shared/data/event-bus.ts'
import { checkGreetings } from './care-projection.ts'
import { checkCensus, watchTransfers } from './census-watch.ts'
import type { Cloud } from './cloud.ts'
import { watchEnrollment } from './enrollment-watch.ts'
import { watchEvents } from './event-watch.ts'
import { checkFeedback, checkLeads } from './family-projection.ts'
import { checkCampus, checkLanguages, checkSignals, checkStudents } from './kept-projection.ts'
import { watchLeads } from './leads-watch.ts'
import { watchLedgers } from './ledger-watch.ts'
import { watchLocalDays } from './local-day-watch.ts'
import { checkLoyalty } from './loyalty-projection.ts'
import { watchMail } from './mail-watch.ts'
import { watchPay } from './pay-watch.ts'
import { checkYearPlans } from './plan-projection.ts'
import { watchPrepaid } from './prepaid-watch.ts'
import { factsOf } from './published-facts.ts'
import { checkShares } from './share-projection.ts'
import { checkSurveys } from './survey-projection.ts'

/** Everything that is watched in a run. */
export interface Overview {
  /** Looks at what only shows between steps. */
  afterStep(): void
  /** Looks at what must hold once everything has settled. */
  atRest(): Promise<void>
  /** Every event that was committed, by its id. */
  committed(): ReadonlyMap<string, BusEntry>
}

/** Sets every watch on a cloud. */
export function watchAll(cloud: Cloud): Overview {
  const { witness } = cloud
  const ledgers = watchLedgers(witness)
  const events = watchEvents(witness)
  const mail = watchMail(cloud)
  const prepaid = watchPrepaid(cloud)
  const watches = [
    ledgers.watch,
    events.watch,
    watchEnrollment(witness, ledgers.sums),
    watchLeads(witness),
    watchLocalDays(witness),
    mail.watch,
    prepaid.watch,
    watchTransfers(witness),
    watchPay(witness),
  ]
  let heard = 0
  for (const { service, table } of cloud.deployed) {
    for (const watch of watches) table.onCommit((changes) => watch(service.name, changes))
  }
  const afterStep = (): void => {
    for (const entry of cloud.published.slice(heard)) events.heard(entry)
    heard = cloud.published.length
    mail.afterStep()
  }
  return {
    afterStep,
    committed: () => events.committed,
    async atRest() {
      afterStep()
      for (const [eventId, { detailType }] of events.committed) {
        witness.expect(events.published.has(eventId), 'every committed event is published', detailType, eventId)
      }
      mail.atRest()
      const facts = factsOf(cloud.published)
      const restOf = (name: ServiceName) => ({ facts, witness, items: cloud.of(name).table.all() })
      checkLoyalty(restOf('loyalty'))
      checkGreetings(restOf('loyalty'))
      checkSignals(restOf('loyalty'))
      checkFeedback(restOf('feedback'))
      checkLanguages(restOf('feedback'))
      checkSurveys(restOf('feedback'))
      checkLeads(restOf('leads'))
      checkCampus(cloud)
      checkStudents(restOf('enrollment'))
      checkCensus(restOf('enrollment'))
      checkShares(restOf('enrollment'))
      await prepaid.atRest()
      await checkYearPlans(cloud)
    },
  }
}
