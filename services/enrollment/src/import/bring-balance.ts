import { campusToday } from '@tutelage/shared/campus/campus-today.ts'
import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { balanceCells } from '@tutelage/shared/contracts/enrollment/import-columns.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import { NotFound, NotYet } from '@tutelage/shared/kernel/failures.ts'
import { amountMinor } from '@tutelage/shared/kernel/money.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import type * as z from 'zod'
import { loadClassGroup } from '../catalogue/catalogue-store.ts'
import { enrolled } from '../enrolling/enroll-student.ts'
import { type Enrollment, openAccount } from '../enrolling/enrollment.ts'
import { addEnrollment } from '../enrolling/enrollment-store.ts'
import { takePlace } from '../enrolling/take-place.ts'
import { remainingHours } from '../lesson-hours/hours-account.ts'
import { appendEntry, writeAccount } from '../lesson-hours/hours-account-store.ts'
import { writePurchase } from '../lesson-hours/purchase-store.ts'
import { loadStudent } from '../students/student-store.ts'
import { claimName, writePayment } from '../tuition/payment-store.ts'
import type { RowAt } from './file-import.ts'
import { findByNumber } from './import-store.ts'
import { minorOf } from './minor-amount.ts'
import { agreedOf, checkOpening, type Opening, type OpeningIds, openBalance } from './opening-balance.ts'

type Cells = z.output<ReturnType<typeof balanceCells>>

/** Leads were told of whoever has a number; the event may be on its way. */
function whenNotTold(error: unknown): never {
  throw error instanceof NotFound ? new NotYet('leadCaptured') : error
}

/** Who sits where, by the school's own numbers. @throws NotYet when leads' event of the student has not come */
async function seatOf(context: CampusContext, { studentNumber, classCode }: Cells) {
  const studentId = await findByNumber(context, 'student', { of: 'students', number: studentNumber })
  if (!studentId) return refuse('unknownStudent')
  const classGroupId = await findByNumber(context, 'classGroup', { of: 'classes', number: classCode })
  if (!classGroupId) return refuse('unknownClass')
  return accept({
    student: await loadStudent(context, studentId).catch(whenNotTold),
    classGroup: await loadClassGroup(context, classGroupId),
  })
}

/** Hours and money as the row says them. */
async function openingOf(context: CampusContext, { boughtHours, usedHours, prepaid }: Cells) {
  const money = minorOf(prepaid, (await loadCampus(context)).currency)
  if (!money.ok) return money
  return checkOpening({ boughtCentihours: boughtHours, usedCentihours: usedHours, prepaidMinor: money.value })
}

/** The account as it begins, with the entry, the purchase and the payment that say where it comes from. */
async function accountWrites(
  context: CampusContext,
  enrollment: Enrollment,
  { cells, opening }: { cells: Cells; opening: Opening & OpeningIds },
): Promise<readonly Write[]> {
  const { enrollmentId, currency, centihours, priceMinor } = enrollment
  const { paymentId, purchaseId } = opening
  const { now } = context
  const facts = { occurredAt: now, recordedAt: now, causationId: context.correlationId }
  const entryId = context.ids.next('entry')
  const opened = openBalance(openAccount(enrollment, purchaseId), opening, { ...facts, entryId })
  const { timeZone } = await loadCampus(context)
  const purchase = { purchaseId, enrollmentId, centihours, priceMinor, currency, purchasedAt: now }
  const name = { source: 'openingBalance', reference: cells.enrollmentNumber }
  const payment = {
    ...{ paymentId, enrollmentId, amountMinor: amountMinor(opening.prepaidMinor), currency, means: cells.means },
    reference: cells.enrollmentNumber,
    paidAt: cells.paidOn ? startOfDay(cells.paidOn, timeZone) : now,
    ...{ openedCentihours: remainingHours(opened.account), outstandingMinor: amountMinor(0), refunds: 0 },
  }
  const received = [writePayment(context, payment, 0), claimName(context, name, paymentId)]
  return [
    writeAccount(context, opened.account, 0),
    appendEntry(context, enrollmentId, opened.posting.entry),
    writePurchase(context, { value: { ...purchase, rules: [], plan: [], remindersTold: 0 }, version: 0 }),
    ...(opening.prepaidMinor > 0 ? received : []),
  ]
}

/**
 * An enrollment of an existing school with what is left of it. No receipt is sent and no points are earned: the family paid before.
 * @returns what is to be written, or refuses `unknownStudent`, `unknownClass`, `malformed`, as `checkOpening` and `takePlace`
 */
export async function planBalance(context: CampusContext, _at: RowAt, cells: Cells) {
  const named = await seatOf(context, cells)
  if (!named.ok) return named
  const { student, classGroup } = named.value
  const opening = await openingOf(context, cells)
  if (!opening.ok) return opening
  const agreed = agreedOf(opening.value)
  const { studentId, householdId, leadId } = student
  const { classGroupId, courseId, termId, horizon } = classGroup
  const place = await takePlace(context, { classGroup, studentId, horizon })
  if (!place.ok) return place
  const enrollment: Enrollment = {
    enrollmentId: context.ids.next('enrollment'),
    ...{ studentId, householdId, leadId, classGroupId, courseId, termId, ...agreed },
    currency: (await loadCampus(context)).currency,
    startsOn: cells.startsOn ?? (await campusToday(context)),
    enrolledAt: context.now,
  }
  const ids = { paymentId: context.ids.next('payment'), purchaseId: context.ids.next('purchase') }
  const account = await accountWrites(context, enrollment, { cells, opening: { ...opening.value, ...ids } })
  const writes = [...addEnrollment(context, enrollment), ...account, ...place.value]
  return accept({ id: enrollment.enrollmentId, writes, events: [enrolled(context, enrollment)] })
}
