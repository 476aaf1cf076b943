import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { enrollmentBench, lessonAt, problem } from '../testing/enrollment-bench.ts'

/** A student in a class with three lessons in a room. */
async function withLessons() {
  const at = await enrollmentBench()
  const api = httpHandler(enrollment, at.ports, { checkReplies: true })
  const { roomId } = (await at.post('/rooms', { name: 'A1; left', capacity: 20 })).body
  const { classGroupId } = await at.classGroup({ roomId })
  const lessons = await at.lessons(classGroupId, 3)
  const { studentId } = await at.enrolled(classGroupId, 1)
  const link = async (whose: string): Promise<string> => {
    const { url } = (await at.post(`${whose}/calendar-links`, undefined)).body
    return new URL(url).pathname
  }
  const fetch = (path: string, headers: Record<string, string> = {}) => ask(api, { method: 'GET', path, headers })
  return { at, classGroupId, lessons, studentId, link, fetch }
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
