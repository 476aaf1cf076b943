import { studentEnrolled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { reopenComplaint } from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import { complaintFiled, complaintReopened, complaintResolved } from '@tutelage/shared/contracts/feedback/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { hourMs } from '@tutelage/shared/kernel/instant.ts'
import { gradeFalls } from '../enrollment/attendance-operations.ts'
import { enrollProspect } from '../enrollment/tuition-operations.ts'
import { fileMajor, resolveMajor } from '../feedback/complaint-steps.ts'
import { dueJob, type Operation, onEvent } from '../operation.ts'
import { type Posted, partnerEvent, partnerOperations } from '../partner-operations.ts'
import { consultantOperations } from './consultant-operations.ts'
import { customerOperations } from './customer-operations.ts'
import { takeSeat, trialOperations } from './trial-operations.ts'

/** A web form captured an inquiry. */
const formLead = (): Posted => ({
  type: 'LeadCaptured',
  data: {
    ...{ guardian: { name: 'form senior', phone: '+8613912345697' }, student: { name: 'form' } },
    lawfulBasis: 'consent',
  },
})

/** From half past eight in the morning until half past nine in the evening. */
const untilQuietHoursMs = 13 * hourMs

export const leadsOperations: readonly Operation[] = [
  ...consultantOperations,
  ...customerOperations,
  ...trialOperations,
  ...partnerOperations('leads', formLead),
  partnerEvent('leads', 'capture-from-partner', formLead),
  onEvent('leads', 'convert-lead', async (school) => {
    await enrollProspect(school)
    return school.told(studentEnrolled)
  }),
  onEvent('leads', 'request-message', async (school) => {
    await takeSeat(school)
    return school.told(messageRequested)
  }),
  onEvent('leads', 'pause-promotions', async (school) => {
    await fileMajor(school)
    return school.told(complaintFiled)
  }),
  onEvent('leads', 'pause-promotions-again', async (school) => {
    const params = await resolveMajor(school)
    await school.deliver()
    await school.call(reopenComplaint, { as: 'campusManager', params, body: { note: 'it happened again' } })
    return school.told(complaintReopened)
  }),
  onEvent('leads', 'resume-promotions', async (school) => {
    await fileMajor(school)
    await school.deliver()
    await resolveMajor(school)
    return school.told(complaintResolved)
  }),
  dueJob('leads', 'escalate-follow-up', async (school) => school.wait(3 * hourMs)),
  dueJob('leads', 'deliver-message', async (school) => {
    school.wait(untilQuietHoursMs)
    await gradeFalls(school)
    await school.deliver()
    school.wait(12 * hourMs)
  }),
]
