import { captureLead, postInquiry } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { getCustomerFile } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { completeFollowUp, listFollowUps } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { type Family, phoneOf, type Stage } from './cast.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

/** The demo's consultants, of whom one gets each lead. */
const consultants = ['consultant', 'consultant-2'] as const

/** The open first response to the family of this student, on whichever consultant's list it stands. */
export async function firstResponseTo({ world, campusId }: Stage, studentName: string, since: Date) {
  for (const as of consultants) {
    const query = { consultantId: `stf_demo-${as}`, limit: '200' }
    const { items } = await world.call(listFollowUps, { as, params: { campusId }, query })
    for (const followUp of items.filter(({ createdAt }) => new Date(createdAt) >= since)) {
      const params = { campusId, leadId: followUp.leadId }
      const file = await world.call(getCustomerFile, { as, params })
      if (file.students.some(({ name }) => name === studentName)) return { consultant: as, followUp, file }
    }
  }
  return undefined
}

/** A family asks on the web; a consultant has it on the list with a due time, and calls back. */
export async function tellInquiry(stage: Stage): Promise<{ family: Family; consultant: string }> {
  const { world, teller, campusId, nonce } = stage
  teller.chapter('An inquiry')
  const guardian = { name: '李芳', phone: phoneOf(nonce, 1), email: `li-${nonce}@family.test` }
  const student = { name: `李明${nonce}`, grade: '初二' }
  const since = await world.now()
  const body = { guardian, student, need: '数学成绩下滑', consent: true as const }
  const { receiptId } = await world.call(postInquiry, { params: { campusId }, body })
  const found = await eventually('the lead of the web form', () => firstResponseTo(stage, student.name, since))
  const { consultant, followUp } = found
  const { leadId, householdId, studentId } = found.file.lead
  so(new Date(followUp.dueAt) > since, 'the first response is due after the inquiry', followUp.dueAt)
  teller.told('a web form posts an inquiry', `receipt ${receiptId}; ${consultant} has ${leadId}, due ${followUp.dueAt}`)

  const joined = await world.call(captureLead, {
    as: 'frontDesk',
    params: { campusId },
    body: {
      channel: 'phone',
      guardian: { name: guardian.name, phone: `+86 ${guardian.phone}` },
      student: { name: student.name },
      lawfulBasis: 'consent',
    },
  })
  so(joined.joined && joined.leadId === leadId, 'a second inquiry by the same phone joins the lead', joined)
  teller.told('the family also phones the front desk', 'joined the same lead: nobody is called twice')

  const params = { campusId, followUpId: followUp.followUpId }
  await world.call(completeFollowUp, { as: consultant, params, body: { outcome: 'reached', note: '周六可以试听' } })
  const { lead, inquiries } = await world.call(getCustomerFile, { as: consultant, params: { campusId, leadId } })
  so(lead.stage === 'contacted' && inquiries.length === 2, 'contacted, with both inquiries in the file', lead.stage)
  stage.chronicle.note({
    what: 'the student of the lead',
    as: 'principal',
    path: `/leads/campuses/${campusId}/leads/${leadId}`,
    pointer: ['lead', 'studentId'],
    value: studentId,
  })
  teller.told('the consultant calls back in time', `stage ${lead.stage}, provenance kept for each datum`)
  return { family: { ...guardian, studentName: student.name, leadId, householdId, studentId }, consultant }
}
