import { getCustomerFile } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { bookTrial, markTrialAttendance, scheduleTrialLesson } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import type { Family, Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

/** The student sits in a trial lesson. */
export async function tellTrial(stage: Stage, family: Family, consultant: string): Promise<void> {
  const { world, teller, campusId } = stage
  teller.chapter('A trial lesson')
  const startsAt = new Date((await world.now()).getTime() + hourMs).toISOString()
  const lesson = await world.call(scheduleTrialLesson, {
    as: consultant,
    params: { campusId },
    body: { startsAt, capacity: 1, subject: '数学', kind: 'own' },
  })
  const { trialLessonId } = lesson
  const book = { as: consultant, params: { campusId, trialLessonId }, body: { leadId: family.leadId } }
  const booking = await world.call(bookTrial, book)
  const mail = await eventually('the confirmation of the trial', async () => (await world.mailsTo(family.email)).at(-1))
  teller.told('a trial lesson is booked', `${booking.trialBookingId}; the family reads “${mail.subject}”`)

  const refused = await world.refusal(bookTrial, book)
  so(refused === 'alreadyBooked' || refused === 'trialFull', 'the only seat is taken once', refused)
  await world.windTo(new Date(new Date(startsAt).getTime() + hourMs))
  const params = { campusId, trialBookingId: booking.trialBookingId }
  await world.call(markTrialAttendance, { as: consultant, params, body: { attended: true } })
  const file = await world.call(getCustomerFile, { as: consultant, params: { campusId, leadId: family.leadId } })
  so(file.lead.stage === 'trialAttended', 'the pipeline followed', file.lead.stage)
  teller.told('the student comes to the trial lesson', `stage ${file.lead.stage}`)
}
