import { examScheduled } from '@tutelage/shared/contracts/enrollment/events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

const mock = { name: 'Mock exam', subject: 'Maths', heldOn: '2026-03-10', fullMarksHundredths: 15_000, level: 9 }

async function calendar() {
  const at = await enrollmentBench()
  const { examId } = (await at.post('/exams', mock)).body
  const register = (studentId: string) => at.post(`/exams/${examId}/registrations`, { studentId })
  const score = (studentId: string, marks: number) =>
    at.post(`/exams/${examId}/scores`, { studentId, scoreHundredths: marks * 100 }, { as: 'learningManager' })
  const days = async (studentId: string): Promise<string[]> =>
    (await at.get(`/students/${studentId}/exams`)).body.items.map(({ heldOn }: { heldOn: string }) => heldOn)
  return { ...at, student: (n: number) => at.student(n), examId, register, score, days }
}

describe('E15 exams calendar', () => {
  test('exams are listed by day, those of the last day too', async () => {
    const { post, get } = await calendar()
    await post('/exams', { ...mock, name: 'Later', heldOn: '2026-04-01' })
    await post('/exams', { ...mock, name: 'Sooner', heldOn: '2026-03-05' })
    const names = async (query: string) =>
      (await get(`/exams${query}`)).body.items.map(({ name }: { name: string }) => name)
    expect(await names('')).toEqual(['Sooner', 'Mock exam', 'Later'])
    expect(await names('?from=2026-03-06&to=2026-04-01')).toEqual(['Mock exam', 'Later'])
    expect(await names('?to=2026-03-10')).toEqual(['Sooner', 'Mock exam'])
    expect((await post('/exams', { ...mock, heldOn: '2026-03-01' })).body.type).toBe(problem('heldInPast'))
  })

  test('a student is registered once, and that is told', async () => {
    const { student, register, examId, eventsOf, days, get } = await calendar()
    const studentId = await student(1)
    expect((await register(studentId)).status).toBe(201)
    expect((await register(studentId)).body.type).toBe(problem('alreadyRegistered'))
    expect(eventsOf(examScheduled)).toMatchObject([{ data: { examId, studentId, heldOn: '2026-03-10' } }])
    expect(await days(studentId)).toEqual(['2026-03-10'])
    expect((await get(`/exams/${examId}/registrations`)).body.items).toEqual([{ examId, studentId }])
  })

  test('when an exam gets another day, everybody who is registered follows, however many', async () => {
    const { student, register, examId, patch, lookAtDue, eventsOf, days } = await calendar()
    const students: string[] = []
    for (let n = 1; n <= 45; n += 1) students.push(await student(n))
    for (const studentId of students) expect((await register(studentId)).status).toBe(201)
    const changed = await patch(`/exams/${examId}`, { heldOn: '2026-03-20' }, 1)
    expect(changed).toMatchObject({ status: 200, body: { heldOn: '2026-03-20', name: 'Mock exam' } })
    for (let look = 0; look < 4; look += 1) await lookAtDue()
    for (const studentId of students) expect(await days(studentId), studentId).toEqual(['2026-03-20'])
    const again = eventsOf(examScheduled).filter(({ meta }) => meta.aggregateVersion === 2)
    expect(new Set(again.map(({ data }) => data.studentId))).toEqual(new Set(students))
    expect(again).toHaveLength(45)
    await lookAtDue()
    expect(eventsOf(examScheduled)).toHaveLength(90)
  })

  test('another name follows too, without being told as another day', async () => {
    const { student, register, examId, patch, lookAtDue, eventsOf, get } = await calendar()
    const studentId = await student(1)
    await register(studentId)
    await patch(`/exams/${examId}`, { name: 'Second mock exam' }, 1)
    await lookAtDue()
    const { items } = (await get(`/students/${studentId}/exams`)).body
    expect(items).toEqual([expect.objectContaining({ name: 'Second mock exam', heldOn: '2026-03-10' })])
    expect(eventsOf(examScheduled)).toHaveLength(1)
  })

  test('an exam that was held is neither moved nor registered for; a change names what it saw', async () => {
    const { student, register, examId, patch, clock } = await calendar()
    expect((await patch(`/exams/${examId}`, { level: 8 })).status).toBe(428)
    expect((await patch(`/exams/${examId}`, { level: 8 }, 7)).status).toBe(412)
    expect((await patch(`/exams/${examId}`, { heldOn: '2026-03-01' }, 1)).body.type).toBe(problem('heldInPast'))
    clock.advance(9 * dayMs)
    expect((await patch(`/exams/${examId}`, { heldOn: '2026-04-01' }, 1)).body.type).toBe(problem('alreadyHeld'))
    expect((await register(await student(1))).body.type).toBe(problem('alreadyHeld'))
  })

  test('a score takes subject, day and full marks from the exam, and counts once', async () => {
    const { student, score, examId, clock, get } = await calendar()
    const studentId = await student(1)
    expect((await score(studentId, 120)).body.type).toBe(problem('heldInFuture'))
    clock.advance(8 * dayMs)
    const [one, two] = await Promise.all([score(studentId, 120), score(studentId, 130)])
    expect([one.status, two.status].sort()).toEqual([201, 409])
    expect([one, two].find(({ status }) => status === 409)?.body.type).toBe(problem('alreadyScored'))
    expect((await score(await student(2), 151)).body.type).toBe(problem('overFullMarks'))
    const { items } = (await get(`/students/${studentId}/grades`)).body
    const of = { examId, examName: 'Mock exam', subject: 'Maths', heldOn: '2026-03-10', fullMarksHundredths: 15_000 }
    expect(items).toEqual([expect.objectContaining(of)])
  })
})
