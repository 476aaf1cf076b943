import type { Occurrence } from '@tutelage/shared/contracts/define-event.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { derivedId } from '@tutelage/shared/data/derived-id.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { Poster } from './points-ledger.ts'
import type { PointsBook } from './points-store.ts'

/** Posts now, with entry ids that the same business keys of the same member always give. */
export const pointsPoster = (context: CampusContext, memberId: Id<'member'>, causationId: string): Poster => ({
  now: context.now,
  causationId,
  entryIdOf: (key) => derivedId('entry', memberId, key),
})

/** Where events of a member's points belong: the book, at the version that the change gives it. */
export const pointsOccurrence = ({ campus }: CampusContext, { memberId, version }: PointsBook): Occurrence => ({
  campusId: campus.campusId,
  aggregateId: `${memberId}/points`,
  aggregateVersion: version + 1,
})
