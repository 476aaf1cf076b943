import { recordGrade } from '@tutelage/shared/contracts/enrollment/grades-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { listStudentCommitments } from '@tutelage/shared/contracts/feedback/commitments-routes.ts'
import { recordReturnVisit } from '@tutelage/shared/contracts/feedback/return-visits-routes.ts'
import { listSurveys } from '@tutelage/shared/contracts/feedback/surveys-routes.ts'
import { listDangers } from '@tutelage/shared/contracts/loyalty/danger-routes.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import type { Enrolled, Stage } from './cast.ts'
import { markLesson } from './lessons-chapter.ts'
import { so } from './teller.ts'
import { eventually } from './world.ts'

const as = 'learningManager'

/** Absences, each with the promise of a call on the same day: one is kept, the others are not. */
async function tellAbsences(stage: Stage, enrolled: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const { studentId } = enrolled.family
  const commitments = () => world.call(listStudentCommitments, { as, params: { campusId, studentId } })
  await markLesson(stage, enrolled, 1, 'absent')
  await eventually('the promise of a call', async () =>
    (await commitments()).items.find(({ status }) => status === 'open'),
  )
  const body = { studentId, channel: 'phone' as const, outcome: 'reached' as const, mood: 'bad' as const }
  const visit = await world.call(recordReturnVisit, { as, params: { campusId }, body })
  so(visit.fulfilledCommitmentIds.length === 1, 'the call keeps the promise', visit)
  teller.told('the student is absent; the learning manager calls on the same day', 'the promise is kept, with evidence')

  await markLesson(stage, enrolled, 2, 'absent')
  await markLesson(stage, enrolled, 3, 'absent')
  await eventually('a promise for each of the three', async () => {
    const { items } = await commitments()
    return items.length === 3 ? items : undefined
  })
  await world.wind(dayMs)
  const breached = await eventually('the broken promises', async () => {
    const { items } = await commitments()
    const broken = items.filter(({ status }) => status === 'breached')
    return broken.length === 2 ? broken : undefined
  })
  teller.told('two more absences, and nobody calls', `${breached.length} promises of the handbook broken`)
}

/** The class has ended: the parent opens the link of the mail and answers, once. */
async function tellSurvey(stage: Stage, { family }: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const mail = await eventually('the survey', async () =>
    (await world.mailsTo(family.email)).find(({ text }) => text.includes('/surveys/')),
  )
  const link = /https?:\/\/\S+\/surveys\/\S+/.exec(mail.text)?.[0]
  so(link !== undefined, 'the mail has a link', mail.text)
  const path = new URL(link).pathname
  const page = await world.ask('GET', path)
  so(page.status === 200 && page.text.includes('<form'), 'the page shows a form', page.status)
  const answer = { form: { rating: '1', comment: '老师换得太勤' } }
  const thanks = await world.ask('POST', path, answer)
  so(thanks.status === 200, 'the answer is taken', thanks.text)
  const second = await world.ask('POST', path, answer)
  so(second.status === 410, 'a second answer is not', second.status)
  const altered = await world.ask('GET', `${path.slice(0, -3)}AAA`)
  so(altered.status === 404, 'an altered link leads nowhere', altered.status)
  const low = await world.call(listSurveys, { as, params: { campusId }, query: { status: 'low', limit: '200' } })
  so(
    low.items.some(({ studentId }) => studentId === family.studentId),
    'the low answer is work for today',
  )
  teller.told('the course ends and the parent answers the survey with 1 of 5', 'answered once; a task for today')
}

/** A fallen grade, three absences and a low survey: the family is endangered, and it is said why. */
export async function tellDanger(stage: Stage, enrolled: Enrolled): Promise<void> {
  const { world, teller, campusId } = stage
  const { family, enrollmentId } = enrolled
  teller.chapter('Danger')
  await tellAbsences(stage, enrolled)
  const today = await world.now()
  const grade = { subject: '数学', fullMarksHundredths: 10_000, examName: '月考' }
  const held = (daysAgo: number) => new Date(today.getTime() - daysAgo * dayMs).toISOString().slice(0, 10)
  const params = { campusId, studentId: family.studentId }
  await world.call(recordGrade, { as, params, body: { ...grade, heldOn: held(60), scoreHundredths: 9_700 } })
  const fallen = await world.call(recordGrade, {
    as,
    params,
    body: { ...grade, heldOn: held(1), scoreHundredths: 3_200 },
  })
  so(fallen.fellFrom !== undefined, 'the fall is noticed at once', fallen)
  teller.told('the grade falls from 97 to 32', 'noticed with the record itself')
  await tellSurvey(stage, enrolled)

  const danger = await eventually('the danger with all three reasons', async () => {
    const { items } = await world.call(listDangers, { as, params: { campusId }, query: { limit: '200' } })
    return items.find(({ studentId, reasons }) => studentId === family.studentId && reasons.length >= 3)
  })
  const reasons = danger.reasons.map(({ reason }) => reason).sort()
  const expected = ['frequentAbsence', 'gradeFell', 'lowSatisfaction']
  so(JSON.stringify(reasons) === JSON.stringify(expected), 'the three reasons', reasons)
  so(danger.learningManagerId === 'stf_demo-learningManager', 'it is a task of the learning manager', danger)
  teller.told(
    'the family is endangered',
    `${reasons.join(', ')}; evidence ${danger.reasons.flatMap(({ evidence }) => evidence).length} records`,
  )
  const balance = await world.call(getBalance, { as, params: { campusId, enrollmentId } })
  const path = `/enrollment/campuses/${campusId}/enrollments/${enrollmentId}/balance?asOf=${today.toISOString()}&recordedBy=${today.toISOString()}`
  const value = (await world.ask('GET', path, { as: 'principal' })).body
  stage.chronicle.note({ what: 'the balance as of a moment', as: 'principal', path, pointer: [], value })
  teller.told(
    '“how many hours are left?”',
    `${balance.hours.remainingCentihours / 100} hours, ${balance.entries.length} entries explain it`,
  )
}
