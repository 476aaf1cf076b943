import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { describe, expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

/** An open day three days from now, for so many people. */
async function openDay(capacity = 10) {
  const bench = await enrollmentBench()
  const { activityId } = (
    await bench.post('/activities', {
      kind: 'openDay',
      title: { 'zh-CN': '开放日', en: 'Open day' },
      ...{ startsAt: '2026-03-05T01:00:00Z', endsAt: '2026-03-05T04:00:00Z', place: 'Hall', capacity },
    })
  ).body
  const path = `/activities/${activityId}`
  const requested = () => bench.eventsOf(messageRequested).map(({ data }) => data)
  return {
    ...bench,
    student: (n: number) => bench.student(n),
    activityId,
    path,
    requested,
    signUp: (studentId: string, people = 1) => bench.put(`${path}/sign-ups/${studentId}`, { people }),
    withdraw: (studentId: string) => bench.post(`${path}/sign-ups/${studentId}/withdrawal`, {}),
    mark: (studentId: string, status: string) => bench.put(`${path}/sign-ups/${studentId}/attendance`, { status }),
    taken: async (): Promise<number> => (await bench.get(path)).body.peopleSignedUp,
  }
}

describe('E20 activities', () => {
  test('a family signs up, changes with how many it comes, and does not come after all', async () => {
    const { student, signUp, withdraw, taken } = await openDay()
    const studentId = await student(1)
    expect((await signUp(studentId, 3)).body).toMatchObject({ status: 'signedUp', people: 3 })
    expect((await signUp(studentId, 2)).body.people).toBe(2)
    expect(await taken()).toBe(2)
    expect((await withdraw(studentId)).body.status).toBe('withdrawn')
    expect(await taken()).toBe(0)
    expect((await withdraw(studentId)).body.type).toBe(problem('notSignedUp'))
  })

  test('no more people than places, also when all want the last at once', async () => {
    const { student, signUp, taken } = await openDay(3)
    const students = await Promise.all([1, 2, 3, 4].map(student))
    const answers = await Promise.all(students.map((studentId) => signUp(studentId)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.type).toBe(problem('activityFull'))
    expect(await taken()).toBe(3)
  })

  test('after it began it is said who came; who came without having signed up is welcome', async () => {
    const { student, signUp, mark, clock, get, path } = await openDay()
    const [expected, walkIn, missing] = await Promise.all([1, 2, 3].map(student))
    await signUp(expected ?? '')
    expect((await mark(expected ?? '', 'attended')).body.type).toBe(problem('notBegun'))
    clock.advance(3 * dayMs)
    expect((await signUp(missing ?? '')).body.type).toBe(problem('hasBegun'))
    await mark(expected ?? '', 'missed')
    await mark(expected ?? '', 'attended')
    await mark(walkIn ?? '', 'attended')
    expect((await mark(missing ?? '', 'missed')).body.type).toBe(problem('notSignedUp'))
    const { items } = (await get(`${path}/sign-ups`)).body
    const came = items.map(({ studentId, status }: { studentId: string; status: string }) => [studentId, status])
    expect(came).toEqual([
      [expected, 'attended'],
      [walkIn, 'attended'],
    ])
  })

  test('a family is reminded once, a day before; one that does not come is not', async () => {
    const { student, signUp, withdraw, clock, lookAtDue, requested } = await openDay()
    const [comes, stays] = await Promise.all([1, 2].map(student))
    await signUp(comes ?? '')
    await signUp(stays ?? '')
    await withdraw(stays ?? '')
    clock.advance(2 * dayMs - hourMs)
    await lookAtDue()
    expect(requested()).toEqual([])
    clock.advance(hourMs)
    await lookAtDue()
    await lookAtDue()
    expect(requested()).toEqual([
      expect.objectContaining({ template: 'activityReminder', recipient: { studentId: comes } }),
    ])
  })

  test('who signs up on the day before is not reminded of what was said a moment ago', async () => {
    const { student, signUp, clock, lookAtDue, requested } = await openDay()
    clock.advance(2 * dayMs + hourMs)
    await signUp(await student(1))
    await lookAtDue()
    expect(requested()).toEqual([])
  })

  test('each family that signed up hears once of a cancellation, however many there are, and is not reminded', async () => {
    const { student, signUp, withdraw, post, path, clock, lookAtDue, requested } = await openDay(200)
    const students = await Promise.all(Array.from({ length: 120 }, (_, n) => student(n)))
    for (const studentId of students) await signUp(studentId)
    await withdraw(students[7] ?? '')
    expect((await post(`${path}/cancellation`, { reason: 'no heating' })).body.status).toBe('cancelled')
    expect((await post(`${path}/cancellation`, { reason: 'again' })).body.type).toBe(problem('alreadyCancelled'))
    for (let minute = 0; minute < 5; minute += 1) await lookAtDue()
    clock.advance(2 * dayMs)
    await lookAtDue()
    const told = requested().map(({ template, recipient }) => `${template} ${JSON.stringify(recipient)}`)
    const expected = students
      .filter((_, n) => n !== 7)
      .map((studentId) => `activityCancelled {"studentId":"${studentId}"}`)
    expect(told.sort()).toEqual(expected.sort())
  })

  test('the next activities are listed by time', async () => {
    const { get, post, activityId, clock } = await openDay()
    const earlier = { startsAt: '2026-03-04T01:00:00Z', endsAt: '2026-03-04T02:00:00Z', place: 'Room 1', capacity: 5 }
    const title = { 'zh-CN': '家长会', en: 'Parents' }
    const first = (await post('/activities', { kind: 'parentMeeting', title, ...earlier })).body.activityId
    const ids = async () => (await get('/activities')).body.items.map((one: { activityId: string }) => one.activityId)
    expect(await ids()).toEqual([first, activityId])
    clock.advance(2 * dayMs + hourMs)
    expect(await ids()).toEqual([activityId])
    expect((await post('/activities', { kind: 'openDay', title, ...earlier })).body.type).toBe(problem('hasBegun'))
  })
})
