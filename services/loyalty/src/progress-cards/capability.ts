import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { attendanceCorrected, lessonAttended, studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { listProgressCards as contract } from '@tutelage/shared/contracts/loyalty/progress-card-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { cardEvents } from './card-album.ts'
import { listProgressCards } from './list-progress-cards.ts'
import { progressCardRules } from './progress-card-policy.ts'
import { issueCard, restampLesson, stampLesson } from './stamp-card.ts'

/** Progress cards: some steps stamped on issue, one for each lesson, points on completion. */
export const progressCardsCapability: Capability<CampusContext> = {
  name: 'progress-cards',
  rules: ['Y9'],
  routes: [bindRoute(contract, listProgressCards), ...progressCardRules.routes],
  subscriptions: [
    on(studentEnrolled, 'issue-card', issueCard),
    on(lessonAttended, 'stamp-lesson', stampLesson),
    on(attendanceCorrected, 'restamp-lesson', restampLesson),
  ],
  publishes: cardEvents,
}
