import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import { checkIfMatch } from '@tutelage/shared/contracts/if-match.ts'
import type {
  getBirthday as getContract,
  setBirthday as setContract,
} from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { NotFound } from '@tutelage/shared/kernel/failures.ts'
import { readBirthday, type StudentBirthday, writeBirthday } from './birthday-store.ts'
import { memberIdOfStudent, readMember } from './member-store.ts'

const replyOf = ({ studentId, birthday, provenance }: StudentBirthday, version: number) => ({
  studentId,
  birthday,
  provenance,
  version,
})

/**
 * Records when a student celebrates, with when, through which channel and by whom it was learnt.
 * @returns the birthday, or refuses as `checkIfMatch` does
 * @throws NotFound of `student` for one who was never enrolled here
 * Rule: Y1, Y10, Provenance.
 */
export async function setBirthday({ params, body, ifMatch }: RequestOf<typeof setContract>, context: CampusContext) {
  const { studentId } = params
  const memberId = await memberIdOfStudent(context, studentId)
  const member = memberId && (await readMember(context, memberId))
  if (!member) throw new NotFound('student')
  const before = await readBirthday(context, studentId)
  const refused = checkIfMatch(ifMatch, before?.version)
  if (refused) return refused
  const { channel, ...birthday } = body
  const after: StudentBirthday = {
    studentId,
    householdId: member.value.householdId,
    birthday,
    provenance: { collectedAt: context.now, channel, collectedBy: context.scope.actor.id },
  }
  const answer = replyOf(after, (before?.version ?? 0) + 1)
  return accept(await context.commit({ writes: writeBirthday(context, after, before), answer }))
}

/** When a student celebrates. @throws NotFound of `birthday` when nobody recorded it */
export async function getBirthday({ params }: RequestOf<typeof getContract>, context: CampusContext) {
  const stored = await readBirthday(context, params.studentId)
  if (!stored) throw new NotFound('birthday')
  return accept(replyOf(stored.value, stored.version))
}
