import {
  assignLead,
  claimLead,
  getConsultant,
  listConsultants,
  listLeadPool,
  listLeads,
  setConsultant,
} from '@tutelage/shared/contracts/leads/assignment-routes.ts'
import { configureCampus, getCampus, listCampuses } from '@tutelage/shared/contracts/leads/campus-routes.ts'
import { completeFollowUp, listFollowUps } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { getStaffMember, listStaff, setStaffMember } from '@tutelage/shared/contracts/leads/staff-routes.ts'
import { callIn } from '../opening.ts'
import { operation, type RouteOperation } from '../operation.ts'
import { staffIdOf } from '../request.ts'
import type { School } from '../school.ts'
import { firstCall, listOpen } from './follow-up-calls.ts'

const as = 'campusManager'

const ofStaff = ({ campusId }: School, role: string) => ({ campusId, staffId: staffIdOf(campusId, role) })
const person = { name: 'Wang Wei', email: 'wang@staff.test', language: 'en' as const }

/** A lead that nobody could take: it is in the pool. */
async function pooledLead(school: School) {
  const { campusId } = school
  const { version } = await school.call(getConsultant, { as, params: ofStaff(school, 'consultant') })
  const own = { as, params: ofStaff(school, 'consultant') } as const
  const away = await school.call(setConsultant, { ...own, body: { ...person, onLeave: true }, ifMatch: version })
  const { leadId } = await callIn(school, 'pooled', '+8613912345698')
  await school.call(setConsultant, { ...own, body: person, ifMatch: away.version })
  return { campusId, leadId }
}

export const consultantOperations: readonly RouteOperation[] = [
  operation(configureCampus, async (school) => {
    const request = { as: 'principal', params: { campusId: school.campusId } } as const
    const { campus, version } = await school.call(getCampus, request)
    const { campusId: _, ...settings } = campus
    return { ...request, body: { ...settings, hotline: '+86 21 5555 0199' }, ifMatch: version }
  }),
  operation(getCampus, ({ campusId }) => ({ as, params: { campusId } })),
  operation(listCampuses, () => ({ as, params: {} })),
  operation(setStaffMember, (school) => ({
    as,
    params: ofStaff(school, 'teacher'),
    body: { ...person, roles: ['teacher' as const] },
  })),
  operation(getStaffMember, (school) => ({ as, params: ofStaff(school, 'learningManager') })),
  operation(listStaff, ({ campusId }) => ({ as, params: { campusId } })),
  operation(setConsultant, (school) => ({ as, params: ofStaff(school, 'new-consultant'), body: person })),
  operation(getConsultant, (school) => ({ as, params: ofStaff(school, 'consultant') })),
  operation(listConsultants, ({ campusId }) => ({ as, params: { campusId } })),
  operation(listLeads, listOpen),
  operation(listLeadPool, async (school) => {
    await pooledLead(school)
    return { as: 'consultant', params: { campusId: school.campusId } }
  }),
  operation(assignLead, (school) => ({
    as,
    params: { campusId: school.campusId, leadId: school.here.prospect.leadId },
    body: { consultantId: staffIdOf(school.campusId, 'other-consultant') },
  })),
  operation(claimLead, async (school) => ({ as: 'consultant', params: await pooledLead(school) })),
  operation(listFollowUps, listOpen),
  operation(completeFollowUp, firstCall),
]
