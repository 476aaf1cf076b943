import {
  classTransferred,
  enrollmentLapsed,
  enrollmentRenewed,
  enrollmentTerminated,
  studentPromoted,
  tuitionPaid,
  tuitionRefunded,
} from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { instant, type LocalDate, localDate, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { listClassesIn } from '../catalogue/catalogue-store.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { type enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { afterCutOff, censusNight, termOfThree, title } from '../testing/renewal-scene.ts'
import { takeCensus } from './take-census.ts'

/** One page of the census job. */
async function censusPage(at: Awaited<ReturnType<typeof enrollmentBench>>, day: LocalDate, cursor: string | undefined) {
  let next: string | undefined
  await at.run(async (context) => {
    next = await takeCensus(day, cursor, context)
    return accept(null)
  })
  return next
}

test('E14: before the census date there is no rate; on it everybody in the class is counted, by class, course, teacher and campus', async () => {
  const { at, courseId, termId, rate, census, renew, li } = await termOfThree()
  expect((await rate()).type).toBe(problem('censusNotTaken'))
  await renew(li.studentId)
  await census()
  await at.runDaily('take-census')
  const scopes = ['', `/courses/${courseId}`, '/teachers/stf_teacher'].map((rest) => `/terms/${termId}${rest}`)
  for (const path of [undefined, ...scopes]) {
    const found = await rate(path)
    expect(found).toMatchObject({ censusOn: '2026-05-03', cutOffOn: '2026-06-14', counted: 3, renewed: 1, open: 2 })
    expect(found.rateBasisPoints).toBe(3_333)
    expect(found.items.map((item: { studentId: string }) => item.studentId)).toHaveLength(3)
  }
  const elsewhere = await rate(`/terms/${termId}/teachers/stf_next`)
  expect(elsewhere).toMatchObject({ counted: 0, items: [] })
  expect(elsewhere.rateBasisPoints).toBeUndefined()
})

test('E14: who has paid all of a later term by the cut-off has renewed, once; a part is not enough; the rest lapse', async () => {
  const { at, li, wang, renew, rate, census } = await termOfThree()
  await census()
  await renew(li.studentId)
  await renew(wang.studentId, 999)
  expect(await rate()).toMatchObject({ renewed: 1, lapsed: 0, open: 2 })
  expect(at.eventsOf(enrollmentRenewed)).toMatchObject([{ data: { studentId: li.studentId, renewedOn: '2026-05-03' } }])
  at.clock.set(instant('2026-06-13T22:00:00Z'))
  await at.runDaily('close-renewals')
  expect((await rate()).lapsed).toBe(0)
  at.clock.set(afterCutOff)
  await at.runDaily('close-renewals')
  expect(await rate()).toMatchObject({ renewed: 1, lapsed: 2, open: 0, rateBasisPoints: 3_333 })
  expect(at.eventsOf(enrollmentLapsed)).toHaveLength(2)
  expect(at.eventsOf(enrollmentRenewed)).toHaveLength(1)
})

test('E14: natural ends are listed apart, a loss counts, and who gives the next term back has not renewed', async () => {
  const { at, li, wang, zhao, renew, rate, census, tellNext } = await termOfThree()
  await census()
  const end = async (enrollmentId: string, why: object) => {
    const path = `/enrollments/${enrollmentId}/termination`
    const { amountMinor } = (await at.get(`${path}-preview`)).body
    const { status } = await at.post(path, { why, refundMinor: amountMinor })
    expect(status).toBe(201)
    await tellNext(enrollmentTerminated)
  }
  await end(li.enrollmentId, { kind: 'naturalEnd', reason: 'graduated' })
  await end(wang.enrollmentId, { kind: 'loss', reason: 'needGone' })
  const again = await renew(zhao.studentId)
  expect(await rate()).toMatchObject({ counted: 3, naturalEnds: 1, renewed: 1, open: 1, rateBasisPoints: 5_000 })
  await end(again, { kind: 'loss', reason: 'needGone' })
  expect(await rate()).toMatchObject({ naturalEnds: 1, renewed: 0, open: 2, rateBasisPoints: 0 })
})

test('E14: who had paid for the next term and got a part of it back has not renewed, and the figure says why; paid again they have', async () => {
  const { at, li, wang, renew, rate, census, tellNext } = await termOfThree()
  await census()
  const [part, whole] = [await renew(li.studentId), await renew(wang.studentId)]
  expect(await rate()).toMatchObject({ renewed: 2, open: 1 })
  const refund = async (enrollmentId: string, amountMinor: number) => {
    await at.post(`/enrollments/${enrollmentId}/refunds`, {
      part: { amountMinor },
      amountMinor,
      reason: 'fewer lessons',
    })
    await tellNext(tuitionRefunded)
  }
  await refund(part, 20_000)
  await refund(whole, 200_000)
  const found = await rate()
  expect(found).toMatchObject({ counted: 3, renewed: 0, open: 3, rateBasisPoints: 0 })
  const outcomeOf = (figure: typeof found, studentId: string) =>
    figure.items.find((item: { studentId: string }) => item.studentId === studentId).outcome
  const refunded = { enrollmentId: part, refundedOn: '2026-05-03' }
  expect(outcomeOf(found, li.studentId)).toEqual({ status: 'open', refunded })
  await at.post(`/enrollments/${whole}/purchases`, { centihours: 1_000 })
  await at.pay(whole, 200_000)
  await tellNext(tuitionPaid)
  at.clock.set(afterCutOff)
  await at.runDaily('close-renewals')
  const closed = await rate()
  expect(closed).toMatchObject({ renewed: 1, lapsed: 2 })
  expect(outcomeOf(closed, li.studentId)).toMatchObject({ status: 'lapsed', refunded })
})

test('E14: a refund of hours beyond what was agreed on, or after the cut-off, leaves the renewal as it is', async () => {
  const { at, li, wang, renew, rate, census, tellNext } = await termOfThree()
  await census()
  await at.put('/policies/refund', { refundWindowDays: 365 })
  const [more, later] = [await renew(li.studentId), await renew(wang.studentId)]
  await at.post(`/enrollments/${more}/purchases`, { centihours: 100 })
  await at.pay(more, 20_000)
  const refund = async (enrollmentId: string) => {
    const part = { part: { amountMinor: 20_000 }, amountMinor: 20_000, reason: 'fewer lessons' }
    expect((await at.post(`/enrollments/${enrollmentId}/refunds`, part)).status).toBe(201)
    await tellNext(tuitionRefunded)
  }
  await refund(more)
  expect(await rate()).toMatchObject({ renewed: 2 })
  at.clock.set(afterCutOff)
  await refund(later)
  expect(await rate()).toMatchObject({ renewed: 2, open: 1 })
})

test('E14: what a transfer to a cheaper class of the next term bought beyond its lessons can go back, and the rest stays paid', async () => {
  const { at, next, li, renew, rate, census, tellNext } = await termOfThree()
  await census()
  const enrollmentId = await renew(li.studentId)
  const cheap = await at.classGroup({ termId: next.termId, teacherId: 'stf_cheap', lessonCount: 40 })
  const price = { effectiveFrom: at.clock.now().slice(0, 10), amountMinor: 16_000, perCentihours: 100 }
  await at.post(`/courses/${cheap.courseId}/list-prices`, price)
  const wish = { toClassGroupId: cheap.classGroupId, differenceMinor: -40_000 }
  const { body } = await at.post(`/enrollments/${enrollmentId}/transfers`, wish)
  await tellNext(classTransferred)
  const refund = async (amountMinor: number) => {
    const part = { part: { amountMinor }, amountMinor, reason: 'cheaper' }
    await at.post(`/enrollments/${body.enrollmentId}/refunds`, part)
    await tellNext(tuitionRefunded)
    return (await rate()).renewed
  }
  expect([await refund(40_000), await refund(16_000)]).toEqual([1, 0])
})

test('E14: a transfer after the census is followed into the new class, and is no end', async () => {
  const { at, classGroupId, courseId, termId, li, renew, rate, census, tellNext } = await termOfThree()
  await census()
  const to = await at.classGroup({ courseId, termId, teacherId: 'stf_other' })
  const done = await at.post(`/enrollments/${li.enrollmentId}/transfers`, {
    ...{ toClassGroupId: to.classGroupId, differenceMinor: 0 },
  })
  await tellNext(classTransferred)
  const { items } = await rate()
  const row = items.find((item: { studentId: string }) => item.studentId === li.studentId)
  expect(row).toMatchObject({ classGroupId, enrollmentId: done.body.enrollmentId, outcome: { status: 'open' } })
  await renew(li.studentId)
  expect(await rate()).toMatchObject({ counted: 3, renewed: 1, naturalEnds: 0 })
})

test('E14: who changes class or ends naturally before the census job runs is counted once, where they are', async () => {
  const { at, courseId, termId, li, wang, rate, census, tellNext } = await termOfThree()
  at.clock.set(instant('2026-05-03T10:00:00Z'))
  const to = await at.classGroup({ courseId, termId, teacherId: 'stf_other' })
  const change = { toClassGroupId: to.classGroupId, differenceMinor: 0 }
  const moved = (await at.post(`/enrollments/${li.enrollmentId}/transfers`, change)).body
  await tellNext(classTransferred)
  const path = `/enrollments/${wang.enrollmentId}/termination`
  const { amountMinor: refundMinor } = (await at.get(`${path}-preview`)).body
  await at.post(path, { why: { kind: 'naturalEnd', reason: 'graduated' }, refundMinor })
  await tellNext(enrollmentTerminated)
  await census()
  const campus = await rate(`/terms/${termId}`)
  expect(campus).toMatchObject({ counted: 3, naturalEnds: 1, open: 2 })
  const ofLi = campus.items.filter(({ studentId }: { studentId: string }) => studentId === li.studentId)
  expect(ofLi).toMatchObject([{ enrollmentId: moved.enrollmentId, outcome: { status: 'open' } }])
})

test('E14: a policy that changes while a term is counted leaves it, and counts the terms that are due from the start', async () => {
  const { at, courseId, termId } = await termOfThree()
  await at.classGroup({ courseId, termId, teacherId: 'stf_more' })
  const short = (await at.post('/terms', { title, startsOn: '2026-03-01', endsOn: '2026-05-10' })).body
  const other = await at.classGroup({ courseId, termId: short.termId, teacherId: 'stf_short' })
  await at.enrolled(other.classGroupId, 4)
  at.clock.set(instant('2026-05-09T16:40:00Z'))
  const inTerm = await censusPage(at, localDate('2026-05-10'), `${termId}>`)
  expect(inTerm).toMatch(new RegExp(`^${termId}>.+`))
  await at.put('/policies/renewal', { censusWeeksBeforeEnd: 0 })
  for (let cursor = inTerm; cursor !== undefined; ) cursor = await censusPage(at, localDate('2026-05-10'), cursor)
  expect((await at.get(`/terms/${short.termId}/renewals`)).body.counted).toBe(1)
  expect((await at.get(`/terms/${termId}/renewals`)).body.type).toBe(problem('censusNotTaken'))
})

test('E14: who changes class between the count of the one and of the other is counted once, before the transfer is told as well', async () => {
  const { at, courseId, termId, li, rate, tellNext } = await termOfThree()
  const to = await at.classGroup({ courseId, termId, teacherId: 'stf_second' })
  at.clock.set(instant('2026-05-03T16:40:00Z'))
  const inTerm = await censusPage(at, localDate('2026-05-04'), `${termId}>`)
  expect(at.table.all().filter(({ pk }) => pk.includes('CENSUSOF#'))).toHaveLength(3)
  const change = { toClassGroupId: to.classGroupId, differenceMinor: 0 }
  await at.post(`/enrollments/${li.enrollmentId}/transfers`, change)
  for (let cursor = inTerm; cursor !== undefined; ) cursor = await censusPage(at, localDate('2026-05-04'), cursor)
  await tellNext(classTransferred)
  expect(await rate(`/terms/${termId}`)).toMatchObject({ counted: 3, open: 3 })
})

test('E14: who changed class is counted once by two runs of the census at once, each in one of the classes', async () => {
  const { at, courseId, termId, li, rate } = await termOfThree()
  const to = await at.classGroup({ courseId, termId, teacherId: 'stf_second' })
  at.clock.set(censusNight)
  await at.post(`/enrollments/${li.enrollmentId}/transfers`, { toClassGroupId: to.classGroupId, differenceMinor: 0 })
  const first = await at.run(async (context) => accept(await listClassesIn(context, termId, { limit: 1 })))
  if (first.kind !== 'done') throw new Error('the classes were not read')
  const places = [`${termId}>`, `${termId}>${first.answer.nextCursor}`]
  await Promise.all(places.map((place) => censusPage(at, localDate('2026-05-03'), place)))
  await at.runDaily('take-census')
  expect(await rate(`/terms/${termId}`)).toMatchObject({ counted: 3, open: 3 })
})

/** Leads told that Li is the ninth student, whom nobody had enrolled; what Li had is not moved yet. */
async function mergeLi(at: Awaited<ReturnType<typeof enrollmentBench>>) {
  const studentId = await at.student(9)
  await at.deliver(leadMerged, {
    ...{ leadId: nthId('lead', 9), mergedLeadId: nthId('lead', 1) },
    ...{ studentId, mergedStudentId: nthId('student', 1) },
    ...{ householdId: nthId('household', 9), mergedHouseholdId: nthId('household', 1) },
  })
  return studentId
}

test('L3, E14: what is told under the old id is followed where the count stands under the new one', async () => {
  const { at, courseId, termId, classGroupId, li, rate, census, tellNext } = await termOfThree()
  await census()
  const survivor = await mergeLi(at)
  const countOf = async () => (await rate()).items.find((each: { studentId: string }) => each.studentId === survivor)
  for (let minute = 0; minute < 5 && !(await countOf()); minute += 1) {
    at.clock.advance(minuteMs)
    await at.lookAtDue()
  }
  const to = await at.classGroup({ courseId, termId, teacherId: 'stf_other' })
  const change = { toClassGroupId: to.classGroupId, differenceMinor: 0 }
  const { enrollmentId } = (await at.post(`/enrollments/${li.enrollmentId}/transfers`, change)).body
  expect(at.eventsOf(classTransferred)).toMatchObject([{ data: { studentId: li.studentId } }])
  await tellNext(classTransferred)
  expect(await countOf()).toMatchObject({ classGroupId, enrollmentId, outcome: { status: 'open' } })
})

test('L3, E14: what is paid under the new id renews the count that still stands under the old one; a merged student is counted once', async () => {
  const { at, termId, rate, census, renew } = await termOfThree()
  const survivor = await mergeLi(at)
  await census()
  await renew(survivor)
  expect(await rate(`/terms/${termId}`)).toMatchObject({ counted: 3, renewed: 1 })
})

test('E10: transfers and the end after them are followed in whatever order they are told', async () => {
  const { at, courseId, termId, li, rate, census } = await termOfThree()
  await census()
  let enrollmentId = li.enrollmentId
  for (const teacherId of ['stf_second', 'stf_third']) {
    const to = await at.classGroup({ courseId, termId, teacherId })
    const change = { toClassGroupId: to.classGroupId, differenceMinor: 0 }
    enrollmentId = (await at.post(`/enrollments/${enrollmentId}/transfers`, change)).body.enrollmentId
  }
  const path = `/enrollments/${enrollmentId}/termination`
  const { amountMinor: refundMinor } = (await at.get(`${path}-preview`)).body
  await at.post(path, { why: { kind: 'naturalEnd', reason: 'graduated' }, refundMinor })
  const [end] = at.eventsOf(enrollmentTerminated)
  const [first, second] = at.eventsOf(classTransferred)
  if (!end || !first || !second) throw new Error('three events')
  await at.deliver(enrollmentTerminated, end.data, { eventId: end.meta.eventId, aggregateVersion: 3 })
  await at.deliver(classTransferred, second.data, { eventId: second.meta.eventId, aggregateVersion: 2 })
  await at.deliver(classTransferred, first.data, { eventId: first.meta.eventId, aggregateVersion: 1 })
  const { items } = await rate()
  const row = items.find((item: { studentId: string }) => item.studentId === li.studentId)
  expect(row).toMatchObject({ enrollmentId, outcome: { status: 'naturalEnd' } })
})

test('E14: the list of work has who is still to be talked to, with hours and attendance, and lets go of who is done', async () => {
  const { at, classGroupId, li, renew, census } = await termOfThree()
  const [first = ''] = await at.lessons(classGroupId, 1)
  at.clock.set(instant('2026-03-02T15:00:00Z'))
  await at.mark(first, { [li.studentId]: 'attended' })
  const sun = await at.student(4)
  const learningManagerId = 'stf_guide'
  await at.post('/enrollments', { studentId: sun, classGroupId, centihours: 400, learningManagerId })
  await census()
  const work = async (query = '') => (await at.get(`/renewal-work${query}`)).body.items
  const mine = await work(`?learningManagerId=${learningManagerId}`)
  const strange = await at.get(`/renewal-work?learningManagerId=${learningManagerId}`, 'learningManager')
  expect(strange).toMatchObject({ status: 403, body: { type: problem('notYourList') } })
  expect(mine).toMatchObject([{ studentId: sun, status: 'open', cutOffOn: '2026-06-14', remainingCentihours: 0 }])
  const others = await work()
  expect(others).toHaveLength(3)
  const of = (items: { studentId: string }[]) => items.find(({ studentId }) => studentId === li.studentId)
  expect(of(others)).toMatchObject({ remainingCentihours: 1_800, attendanceBasisPoints: 10_000 })
  await renew(li.studentId)
  expect(of(await work())).toBeUndefined()
  expect(await work()).toHaveLength(2)
  expect(await work('?limit=1')).toHaveLength(1)
})

test('E10: a promotion is an enrollment in the successor course, proposed, accepted once, and counted by class and teacher', async () => {
  const { at, classGroupId, courseId, termId, next, li, wang, census } = await termOfThree()
  const promote = (enrollmentId: string, toClassGroupId: string) =>
    at.post(`/enrollments/${enrollmentId}/promotion`, { classGroupId: toClassGroupId, centihours: 1_000 })
  const other = await at.classGroup({ courseId, termId, teacherId: 'stf_other' })
  expect((await promote(li.enrollmentId, other.classGroupId)).body.type).toBe(problem('notSuccessor'))
  const done = await promote(li.enrollmentId, next.classGroupId)
  expect(done).toMatchObject({ status: 201, body: { courseId: next.courseId, status: 'active' } })
  expect((await promote(li.enrollmentId, next.classGroupId)).body.type).toBe(problem('alreadyPromoted'))
  const proposals = (await at.get(`/class-groups/${classGroupId}/promotion-proposals`)).body
  expect(proposals.successorCourseId).toBe(next.courseId)
  expect(proposals.items.map((item: { status: string }) => item.status).sort()).toEqual([
    'promoted',
    'proposed',
    'proposed',
  ])
  expect(at.eventsOf(studentPromoted)).toMatchObject([{ data: { toEnrollmentId: done.body.enrollmentId } }])
  await census()
  await promote(wang.enrollmentId, next.classGroupId)
  for (const path of [`/class-groups/${classGroupId}`, `/terms/${termId}/teachers/stf_teacher`]) {
    const found = (await at.get(`${path}/promotions`)).body
    expect(found).toMatchObject({ counted: 3, promoted: 2, rateBasisPoints: 6_667 })
    expect(found.items.filter((item: { promotion?: object }) => item.promotion)).toHaveLength(2)
  }
  expect((await at.get(`/class-groups/${next.classGroupId}/promotion-proposals`)).body.type).toBe(
    problem('noSuccessor'),
  )
})
