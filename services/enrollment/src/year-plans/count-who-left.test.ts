import type { EventContract } from '@tutelage/shared/contracts/define-event.ts'
import { courseCompleted, enrollmentLapsed } from '@tutelage/shared/contracts/enrollment/events.ts'
import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench } from '../testing/enrollment-bench.ts'
import { afterCutOff, censusNight } from '../testing/renewal-scene.ts'

/** A student in a class of one lesson, and what tells of them. */
async function lastTerm() {
  const at = await enrollmentBench()
  const { classGroupId, termId } = await at.classGroup({ lessonCount: 1 })
  const [lessonId = ''] = await at.lessons(classGroupId, 1)
  const { studentId } = await at.enrolled(classGroupId, 1)
  const tell = async (contract: EventContract) => {
    const events = at.eventsOf(contract)
    expect(events).not.toEqual([])
    for (const { data, meta } of events) await at.deliver(contract, data, { eventId: meta.eventId })
  }
  return {
    ...{ at, termId, studentId, tell },
    students: async () => (await at.get('/reports/year-plan-shares')).body.students,
    holdLastLesson: async () => {
      await at.mark(lessonId, { [studentId]: 'attended' })
      await tell(courseCompleted)
    },
    takeCensus: async () => {
      at.clock.set(censusNight)
      await at.runDaily('take-census')
    },
    cutOff: async () => {
      at.clock.set(afterCutOff)
      await at.runDaily('close-renewals')
      await tell(enrollmentLapsed)
    },
    leave: async (enrollmentId: string) => {
      const { amountMinor } = (await at.get(`/enrollments/${enrollmentId}/termination-preview`)).body
      const why = { kind: 'loss', reason: 'needGone' }
      return at.post(`/enrollments/${enrollmentId}/termination`, { why, refundMinor: amountMinor })
    },
  }
}

test('E11, E14: a family counts until its renewal is decided, and no longer than its lessons last', async () => {
  const { takeCensus, holdLastLesson, cutOff, students } = await lastTerm()
  await takeCensus()
  await holdLastLesson()
  expect(await students()).toBe(1)
  await cutOff()
  expect(await students()).toBe(0)
})

test('E11, E14: a lesson after the cut-off keeps a family that did not renew among the students until it is held', async () => {
  const { takeCensus, holdLastLesson, cutOff, students } = await lastTerm()
  await takeCensus()
  await cutOff()
  expect(await students()).toBe(1)
  await holdLastLesson()
  expect(await students()).toBe(0)
})

test('E11, E14: a family with another class counts; once it leaves that, what it did not renew keeps it no more', async () => {
  const { at, studentId, takeCensus, holdLastLesson, cutOff, students, leave } = await lastTerm()
  await takeCensus()
  await holdLastLesson()
  await at.put('/policies/prepayment', { mostMonths: 12, mostLessons: 200, earliestDaysBefore: 200 })
  const title = { 'zh-CN': '夏季', en: 'Summer' }
  const later = (await at.post('/terms', { title, startsOn: '2026-09-01', endsOn: '2026-12-31' })).body
  const { classGroupId } = await at.classGroup({ termId: later.termId, teacherId: 'stf_other' })
  const other = await at.post('/enrollments', { studentId, classGroupId, centihours: 200 })
  expect(other.status).toBe(201)
  await cutOff()
  expect(await students()).toBe(1)
  expect((await leave(other.body.enrollmentId)).status).toBeLessThan(300)
  expect(await students()).toBe(0)
})

test('E11, E14: who joins after the census, and is asked by nobody whether they renew, counts until the last lesson', async () => {
  const { at, termId, takeCensus, students, tell } = await lastTerm()
  await takeCensus()
  const { classGroupId } = await at.classGroup({ termId, lessonCount: 1, teacherId: 'stf_other' })
  const { studentId } = await at.enrolled(classGroupId, 2, { centihours: 200 })
  const times = { startsAt: '2026-05-10T10:00:00.000Z', endsAt: '2026-05-10T12:00:00.000Z' }
  const { lessons } = (await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [times] })).body
  expect(await students()).toBe(2)
  at.clock.set('2026-05-10T12:30:00.000Z')
  expect((await at.mark(lessons[0].lessonId, { [studentId]: 'attended' })).status).toBe(201)
  await tell(courseCompleted)
  expect(await students()).toBe(1)
})

test('L3, E11: who did not renew and turns out to be another is counted as that one, if at all', async () => {
  for (const toldFirst of ['merge', 'lapse'] as const) {
    const { at, takeCensus, holdLastLesson, cutOff, students } = await lastTerm()
    await takeCensus()
    await holdLastLesson()
    await at.student(2)
    const merge = async () => {
      await at.deliver(leadMerged, {
        ...{ leadId: nthId('lead', 2), mergedLeadId: nthId('lead', 1) },
        ...{ studentId: nthId('student', 2), mergedStudentId: nthId('student', 1) },
        ...{ householdId: nthId('household', 2), mergedHouseholdId: nthId('household', 1) },
      })
      for (let minute = 0; minute < 60; minute += 1) {
        at.clock.advance(minuteMs)
        await at.lookAtDue()
      }
    }
    if (toldFirst === 'merge') await merge()
    expect(await students()).toBe(1)
    await cutOff()
    if (toldFirst === 'lapse') await merge()
    expect(await students(), toldFirst).toBe(0)
  }
})
