import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { previewTransfer, transferStudent } from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import { payTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import type { Stage } from './cast.ts'
import { openClass, titled } from './open-class.ts'
import type { Student } from './second-family.ts'
import { so } from './teller.ts'

const as = 'frontDesk'
const term = { from: 0, until: 90 }
const shared = { term, lessonCount: 4, hoursLater: 3 }

/** A student changes to a dearer class: the hours go along, the difference is shown first, and paid. */
export async function tellTransfer(stage: Stage, { campusId, studentId }: Student): Promise<void> {
  const { world, teller, nonce } = stage
  teller.chapter('A change of class')
  const small = { ...shared, title: titled('基础班', 'Basics'), teacherId: `stf_basics-${nonce}`, priceMinor: 20_000 }
  const dear = {
    ...shared,
    title: titled('提高班', 'Advanced'),
    teacherId: `stf_advanced-${nonce}`,
    priceMinor: 30_000,
  }
  const [from, to] = [await openClass(stage, small), await openClass(stage, dear)]
  const seat = { studentId, classGroupId: from.classGroupId, centihours: 400 }
  const { enrollmentId } = await world.call(enrollStudent, { as, params: { campusId }, body: seat })
  const cash = (amountMinor: number, name: string) => ({
    ...{ amountMinor, means: 'cash' as const, reference: `${name}-${nonce}` },
  })
  const old = { campusId, enrollmentId }
  await world.call(payTuition, { as, params: old, body: cash(80_000, 'basics') })

  const change = { toClassGroupId: to.classGroupId }
  const preview = await world.call(previewTransfer, { as, params: old, body: change })
  so(preview.prepaidMinor === 80_000 && preview.differenceMinor === 40_000, 'four hours cost 400 yuan more', preview)
  const move = { as: 'learningManager', params: old }
  const wrong = await world.refusal(transferStudent, { ...move, body: { ...change, differenceMinor: 0 } })
  so(wrong === 'amountChanged', 'nobody moves at another difference than was shown', wrong)
  const body = { ...change, differenceMinor: preview.differenceMinor }
  const moved = await world.call(transferStudent, { ...move, body, key: `move-${nonce}` })
  const params = { campusId, enrollmentId: moved.enrollmentId }
  await world.call(payTuition, { as, params, body: cash(moved.settlement.outstandingMinor, 'advanced') })
  const { hours, money } = await world.call(getBalance, { as, params })
  so(hours.remainingCentihours === 400 && money.prepaidMinor === 120_000, 'four hours, paid in full', { hours, money })
  const left = await world.call(getBalance, { as, params: old })
  so(left.hours.remainingCentihours === 0 && left.money.prepaidMinor === 0, 'nothing stays behind', left)
  const { differenceMinor } = await world.told('ClassTransferred', enrollmentId)
  so(differenceMinor === 40_000, 'the event tells the difference', differenceMinor)
  stage.chronicle.note({
    ...{ what: 'the transfer', as: 'principal', pointer: ['state', 'toEnrollmentId'], value: moved.enrollmentId },
    path: `/enrollment/campuses/${campusId}/enrollments/${enrollmentId}`,
  })
  teller.told(
    'a student changes to a dearer class',
    '800 yuan go along to the unit, 400 are shown and paid; 4 hours there, none left behind',
  )
}
