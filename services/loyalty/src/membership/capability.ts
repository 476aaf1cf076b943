import { bindRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { memberJoined } from '@tutelage/shared/contracts/loyalty/events.ts'
import * as routes from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { on } from '@tutelage/shared/contracts/subscribe.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { joinMember } from './join-member.ts'
import { getMember, listMembers } from './list-members.ts'
import { replaceCard } from './replace-card.ts'
import { getBirthday, setBirthday } from './set-birthday.ts'

/** Members, their cards, and what is kept of their students. */
export const membershipCapability: Capability<CampusContext> = {
  name: 'membership',
  rules: ['Y1'],
  routes: [
    bindRoute(routes.listMembers, listMembers),
    bindRoute(routes.getMember, getMember),
    bindRoute(routes.replaceCard, replaceCard),
    bindRoute(routes.setBirthday, setBirthday),
    bindRoute(routes.getBirthday, getBirthday),
  ],
  subscriptions: [on(studentEnrolled, 'join-member', joinMember)],
  publishes: [memberJoined],
}
