import { leadMerged } from '@tutelage/shared/contracts/leads/events.ts'
import { dayMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>

/** Asks for links to calendars, and gets what they show. */
function calendarsOf(at: Bench) {
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  const link = async (whose: string): Promise<string> => {
    const { url } = (await at.post(`${whose}/calendar-links`, undefined)).body
    return new URL(url).pathname
  }
  const fetch = (path: string, headers: Record<string, string> = {}) => ask(api, { method: 'GET', path, headers })
  return { link, fetch }
}

/** A student in a class with three lessons in a room. */
async function withLessons() {
  const at = await enrollmentBench()
  const { roomId } = (await at.post('/rooms', { name: 'A1; left', capacity: 20 })).body
  const { classGroupId } = await at.classGroup({ roomId })
  const lessons = await at.lessons(classGroupId, 3)
  const { studentId } = await at.enrolled(classGroupId, 1)
  return { at, classGroupId, lessons, studentId, ...calendarsOf(at) }
}
const eventsOf = (text: string) => text.split('BEGIN:VEVENT').slice(1)

test("E2: a family's calendar shows every lesson with room and title, the cancelled as cancelled, no name of the child", async () => {
  const { at, lessons, studentId, link, fetch } = await withLessons()
  await at.post(`/lessons/${lessons[1]}/cancellations`, { reason: 'Typhoon' })
  await at.post(`/lessons/${lessons[2]}/moves`, { times: lessonAt(5) })
  const { status, headers, text } = await fetch(await link(`/students/${studentId}`))
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  const events = eventsOf(text)
  expect(events.map((event) => /STATUS:(\w+)/.exec(event)?.[1])).toEqual(['CONFIRMED', 'CANCELLED', 'CONFIRMED'])
  expect(events.map((event) => /SEQUENCE:(\d+)/.exec(event)?.[1])).toEqual(['1', '2', '2'])
  expect(events.map((event) => /UID:(les_\w+)@/.exec(event)?.[1])).toEqual(lessons)
  expect(events[2]).toContain('DTSTART:20260307T100000Z')
  expect(events[0]).toContain('SUMMARY:数学\r\nLOCATION:东校区\\, A1\\; left\r\n')
  expect(text).not.toContain(studentId)
})

test('E2: a teacher has the lessons that they give, and asks for no link of a colleague', async () => {
  const { at, lessons, link, fetch } = await withLessons()
  await at.post(`/lessons/${lessons[0]}/substitutions`, { teacherId: 'stf_other' })
  expect(eventsOf((await fetch(await link('/teachers/stf_teacher'))).text)).toHaveLength(2)
  expect(eventsOf((await fetch(await link('/teachers/stf_other'))).text)).toHaveLength(1)
  const as = { role: 'teacher', id: 'stf_teacher' }
  const refused = await at.post('/teachers/stf_other/calendar-links', undefined, { as })
  expect(refused).toMatchObject({ status: 403, body: { type: problem('notYourTimetable') } })
})

test('E2: a calendar that has not changed is not sent again', async () => {
  const { at, classGroupId, studentId, link, fetch } = await withLessons()
  const path = await link(`/students/${studentId}`)
  const { etag = '' } = (await fetch(path)).headers
  expect(etag).toMatch(/^"[\w-]+"$/)
  at.clock.advance(dayMs)
  const same = await fetch(path, { 'if-none-match': `"other", W/${etag}` })
  expect([same.status, same.text]).toEqual([304, ''])
  await at.post(`/class-groups/${classGroupId}/lessons`, { lessons: [lessonAt(8)] })
  expect((await fetch(path, { 'if-none-match': etag })).status).toBe(200)
})

test('E2: a new link takes the old one back; an altered or old one shows nothing', async () => {
  const { at, studentId, link, fetch } = await withLessons()
  const first = await link(`/students/${studentId}`)
  const second = await link(`/students/${studentId}`)
  expect(await fetch(first)).toMatchObject({ status: 410, body: { type: problem('linkReplaced') } })
  expect((await fetch(second)).status).toBe(200)
  expect((await fetch(second.replace(/\.[^.](?=[^.]*\/lessons)/, '._'))).status).toBe(404)
  expect((await fetch(await link('/teachers/stf_teacher'))).status).toBe(200)
  expect((await fetch(second)).status).toBe(200)
  at.clock.advance(400 * dayMs)
  expect((await fetch(second)).body).toMatchObject({ type: problem('linkExpired') })
})

test("E2, E9: a family's calendar shows the lesson that is made up in another class", async () => {
  const { at, li, lessons, hosts, book, cancel } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const { link, fetch } = calendarsOf(at)
  const path = await link(`/students/${li.studentId}`)
  const shown = async () => eventsOf((await fetch(path)).text).map((event) => /UID:(les_\w+)@/.exec(event)?.[1])
  expect(await shown()).toEqual(lessons)
  expect((await book(li.enrollmentId, hosts[1])).status).toBe(201)
  expect(await shown()).toEqual([...lessons.slice(0, 2), hosts[1], ...lessons.slice(2)])
  await cancel(li.enrollmentId, hosts[1])
  expect(await shown()).toEqual(lessons)
})

test('E2, L3: the link of a merged student goes on until the student that they turned out to be has a newer one', async () => {
  const { at, lessons, studentId, link, fetch } = await withLessons()
  const survivor = await at.student(9)
  const old = await link(`/students/${studentId}`)
  await at.deliver(leadMerged, {
    ...{ leadId: nthId('lead', 9), mergedLeadId: nthId('lead', 1) },
    ...{ studentId: survivor, mergedStudentId: studentId },
    ...{ householdId: nthId('household', 9), mergedHouseholdId: nthId('household', 1) },
  })
  for (let minute = 0; minute < 60; minute += 1) {
    at.clock.advance(minuteMs)
    await at.lookAtDue()
  }
  expect(eventsOf((await fetch(old)).text)).toHaveLength(lessons.length)
  const next = await link(`/students/${studentId}`)
  expect(await fetch(old)).toMatchObject({ status: 410, body: { type: problem('linkReplaced') } })
  expect(eventsOf((await fetch(next)).text)).toHaveLength(lessons.length)
})
