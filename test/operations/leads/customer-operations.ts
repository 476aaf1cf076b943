import { captureLead, postInquiry } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import {
  getCustomerFile,
  getPreferences,
  listPreferenceChanges,
  setPreferences,
} from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { mergeLeads } from '@tutelage/shared/contracts/leads/merge-routes.ts'
import { listMessages, showUnsubscribePage, unsubscribe } from '@tutelage/shared/contracts/leads/messages-routes.ts'
import { moveLead } from '@tutelage/shared/contracts/leads/pipeline-routes.ts'
import { bookTrial, scheduleTrialLesson } from '@tutelage/shared/contracts/leads/trials-routes.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { gradeFalls } from '../enrollment/attendance-operations.ts'
import { callIn } from '../opening.ts'
import { operation, type RouteOperation } from '../operation.ts'
import type { School } from '../school.ts'
import { completeFirst } from './follow-up-calls.ts'

const as = 'consultant'
const english = { language: 'en' as const, refusedChannels: [], refusedCategories: [] }
const family = (name: string, phone: string) => ({
  ...{ guardian: { name: `${name} senior`, phone, email: `${name}@inquiry.test` }, student: { name } },
  need: 'mathematics',
})

const ofHousehold = ({ campusId, here: { prospect } }: School) => ({ campusId, householdId: prospect.householdId })
const setting = (school: School) => ({ as: 'frontDesk', params: ofHousehold(school), body: english }) as const

/** A grade falls, which the guardians are told by a mail with a link that refuses more of them. */
async function unsubscribeLink(school: School) {
  await gradeFalls(school)
  await school.deliver()
  return { params: { campusId: school.campusId, token: school.linkToken('unsubscribe') } }
}

/** The file of a family has something in every part. */
async function fillFile(school: School): Promise<void> {
  const { campusId, here, now } = school
  await completeFirst(school)
  const trial = { startsAt: addMs(now, hourMs), capacity: 5, subject: 'mathematics', kind: 'own' as const }
  const lesson = await school.call(scheduleTrialLesson, { as, params: { campusId }, body: trial })
  const { trialLessonId } = lesson
  const { leadId } = here.prospect
  await school.call(bookTrial, { as, params: { campusId, trialLessonId }, body: { leadId } })
}

export const customerOperations: readonly RouteOperation[] = [
  operation(captureLead, ({ campusId }) => ({
    as: 'frontDesk',
    params: { campusId },
    body: { channel: 'phone' as const, ...family('another', '+8613912345699'), lawfulBasis: 'consent' as const },
  })),
  operation(postInquiry, ({ campusId }) => ({
    params: { campusId },
    body: { ...family('another', '+8613912345699'), consent: true as const },
  })),
  operation(getCustomerFile, async (school) => {
    await fillFile(school)
    return { as, params: { campusId: school.campusId, leadId: school.here.prospect.leadId } }
  }),
  operation(getPreferences, async (school) => {
    await school.call(setPreferences, setting(school))
    return { as: 'frontDesk', params: ofHousehold(school) }
  }),
  operation(setPreferences, setting),
  operation(listPreferenceChanges, async (school) => {
    await school.call(setPreferences, setting(school))
    return { as: 'campusManager', params: ofHousehold(school) }
  }),
  operation(mergeLeads, async (school) => {
    const again = await callIn(school, 'again', '+8613912345699')
    const params = { campusId: school.campusId, leadId: school.here.prospect.leadId }
    return { as, params, body: { mergedLeadId: again.leadId } }
  }),
  operation(moveLead, ({ campusId, here: { prospect } }) => ({
    as,
    params: { campusId, leadId: prospect.leadId },
    body: { stage: 'contacted' as const },
  })),
  operation(listMessages, ({ campusId, here: { enrolled } }) => ({
    as,
    params: { campusId, householdId: enrolled.householdId },
  })),
  operation(showUnsubscribePage, unsubscribeLink),
  operation(unsubscribe, async (school) => ({
    ...(await unsubscribeLink(school)),
    body: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })),
]
