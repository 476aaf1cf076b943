import * as handling from '@tutelage/shared/contracts/feedback/complaint-handling-routes.ts'
import {
  fileComplaint,
  getComplaint,
  investigateComplaint,
} from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import type { Enrolled, Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const steps = ['listen', 'record', 'restate', 'apologise', 'ownResult'] as const

/** A complaint is filed, runs late and is escalated, is handled step by step, resolved and followed up. */
export async function tellComplaint(stage: Stage, { family }: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  teller.chapter('A complaint')
  const { householdId, studentId } = family
  const filed = await world.call(fileComplaint, {
    as: 'frontDesk',
    params: { campusId },
    body: { householdId, studentId, channel: 'phone', severity: 'normal', text: '三个月换了四位老师' },
  })
  const { complaintId, desk } = filed.complaint
  so(desk === 'marketing' && filed.complaint.status === 'received', 'marketing receives a normal complaint', desk)
  const due = filed.complaint.acknowledgeDueAt
  teller.told('the mother complains by phone', `${complaintId} at ${desk}, to be acknowledged by ${due}`)

  const at = { as: 'campusManager', params: { campusId, complaintId } }
  await world.windTo(new Date(new Date(due).getTime() + 2 * minuteMs))
  await eventually('the escalation', async () => {
    const { history } = await world.call(getComplaint, at)
    return history.find(({ deeds }) => deeds.includes('escalated'))
  })
  teller.told('nobody acknowledges it in time', 'escalated')

  await world.call(handling.acknowledgeComplaint, { ...at, body: {} })
  so((await world.refusal(handling.resolveComplaint, { ...at, body: {} })) === 'incomplete', 'not before it is handled')
  for (const step of steps) await world.call(handling.completeStep, { ...at, body: { step } })
  await world.call(handling.handOverComplaint, { ...at, body: {} })
  const found = {
    rootCause: 'teacher' as const,
    responsibleStaffIds: [],
    responsibleCause: 'schedule' as const,
    solution: '固定一位老师到期末',
  }
  await world.call(investigateComplaint, { ...at, body: found })
  const resolved = await world.call(handling.resolveComplaint, { ...at, body: { reply: '已安排' } })
  so(resolved.complaint.status === 'resolved', 'resolved', resolved.complaint.status)
  const mail = await eventually('the answer to the family', async () =>
    (await world.mailsTo(family.email)).find(
      ({ text, subject }) => text.includes(complaintId) && subject.includes('处理'),
    ),
  )
  teller.told(
    'it is handled step by step and resolved',
    `root cause ${found.rootCause}; the family reads “${mail.subject}”`,
  )

  const followedUp = await world.call(handling.followUpComplaint, { ...at, body: { satisfied: true } })
  so(followedUp.complaint.status === 'resolved', 'it stays resolved', followedUp.complaint.status)
  await world.call(handling.archiveComplaint, { ...at, body: {} })
  const path = `/feedback/campuses/${campusId}/complaints/${complaintId}`
  stage.chronicle.note({
    what: 'the archived complaint',
    as: 'principal',
    path,
    pointer: ['complaint', 'status'],
    value: 'archived',
  })
  teller.told('the family is asked whether it holds, and is satisfied', 'archived')
}
