import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { lessonAt, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'
import { overlaps } from './lesson.ts'

interface Request {
  readonly path: string
  readonly body: unknown
}

/** Li has one lesson to make up; the host's second lesson is three hours after the own class's, on a day of its own. */
async function guestScene() {
  const scene = await makeUpScene()
  const { at, lessons, hosts, li, classGroupId } = scene
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  const [, host = ''] = hosts
  const { startsAt, endsAt } = (await at.get(`/lessons/${host}`)).body
  const third: string = (await at.classGroup({ teacherId: 'stf_third' })).classGroupId
  const request = (path: string, body: unknown): Request => ({ path, body })
  const schedule = (group: string, times: object) => request(`/class-groups/${group}/lessons`, { lessons: [times] })
  const booking = request(`/enrollments/${li.enrollmentId}/make-ups`, { lessonId: host })
  const moveHost = (times: object) => request(`/lessons/${host}/moves`, { times })
  const seat = request('/enrollments', { studentId: li.studentId, classGroupId: third, centihours: 400 })
  const send = ({ path, body }: Request) => at.post(path, body)
  const timetable = async (): Promise<{ lessonId: string; startsAt: never; endsAt: never }[]> =>
    (await at.get(`/students/${li.studentId}/lessons?from=2026-03-01&to=2026-03-31`)).body.items
  const hostTime = { startsAt, endsAt }
  return { ...scene, classGroupId, host, hostTime, third, schedule, booking, moveHost, seat, send, timetable }
}

const busy = (lessonId: string) => ({ status: 409, body: { type: problem('studentBusy'), details: { lessonId } } })

test('E2, E9: a lesson that a student makes up is on their timetable, and keeps it free', async () => {
  const { at, classGroupId, host, hostTime, third, schedule, booking, seat, send, timetable, lessons } =
    await guestScene()
  await send(schedule(third, hostTime))
  const own = lessons[2] ?? ''
  expect((await send(booking)).status).toBe(201)
  expect((await timetable()).map(({ lessonId }) => lessonId)).toContain(host)
  expect(await send(schedule(classGroupId, hostTime))).toMatchObject(busy(host))
  expect(await at.post(`/lessons/${own}/moves`, { times: hostTime })).toMatchObject(busy(host))
  expect(await send(seat)).toMatchObject(busy(host))
})

test('E2, E9: the time is free again when the make-up is given back, taken back or its lesson cancelled', async () => {
  const ways: Readonly<Record<string, (scene: Awaited<ReturnType<typeof guestScene>>) => Promise<unknown>>> = {
    given: ({ cancel, li, host }) => cancel(li.enrollmentId, host),
    taken: ({ at, li, lessons }) => at.correct(lessons[0] ?? '', li.studentId, 'attended'),
    cancelled: ({ at, host }) => at.post(`/lessons/${host}/cancellations`, { reason: 'The teacher is ill' }),
  }
  for (const [name, way] of Object.entries(ways)) {
    const scene = await guestScene()
    const { host, hostTime, third, schedule, booking, seat, send, timetable } = scene
    await send(schedule(third, hostTime))
    await send(booking)
    await way(scene)
    expect(
      (await timetable()).map(({ lessonId }) => lessonId),
      name,
    ).not.toContain(host)
    expect((await send(seat)).status, name).toBe(201)
  }
})

test('E2, E9: a lesson with guests is not moved to where one of them has another; they have time where it was', async () => {
  const { third, hostTime, schedule, booking, moveHost, seat, send, timetable, lessons, host } = await guestScene()
  await send(schedule(third, hostTime))
  await send(booking)
  expect(await send(moveHost(lessonAt(2)))).toMatchObject(busy(lessons[2] ?? ''))
  expect((await send(moveHost(lessonAt(9)))).status).toBe(200)
  expect((await timetable()).find(({ lessonId }) => lessonId === host)).toMatchObject(lessonAt(9))
  expect((await send(seat)).status).toBe(201)
  expect(await send(schedule(third, lessonAt(9)))).toMatchObject(busy(host))
})

test('E9: a student who was a guest of a class can join it, and stands on its sheets as a student of it', async () => {
  const { at, hostClassId, li, booking, send } = await guestScene()
  await send(booking)
  const seat = { studentId: li.studentId, classGroupId: hostClassId, centihours: 400 }
  expect((await at.post('/enrollments', seat)).status).toBe(201)
})

type Scene = Awaited<ReturnType<typeof guestScene>>
const meetings: Readonly<Record<string, (scene: Scene) => Promise<readonly [Request, Request]>>> = {
  "a make-up is booked as the student's class gets a lesson": async ({ classGroupId, booking, schedule, hostTime }) => [
    booking,
    schedule(classGroupId, hostTime),
  ],
  'a make-up is booked as the student goes into a class': async ({
    booking,
    seat,
    schedule,
    third,
    hostTime,
    send,
  }) => {
    await send(schedule(third, hostTime))
    return [booking, seat]
  },
  "a lesson with a guest is moved as the guest's class gets one": async ({
    classGroupId,
    booking,
    schedule,
    moveHost,
    send,
  }) => {
    await send(booking)
    return [moveHost(lessonAt(9)), schedule(classGroupId, lessonAt(9))]
  },
  'a lesson with a guest is moved as the guest goes into a class': async ({
    booking,
    seat,
    schedule,
    third,
    moveHost,
    send,
  }) => {
    await send(booking)
    await send(schedule(third, lessonAt(9)))
    return [moveHost(lessonAt(9)), seat]
  },
  "a make-up is booked as its lesson is moved to where the student's class has one": async ({ booking, moveHost }) => [
    moveHost(lessonAt(2)),
    booking,
  ],
}

test.each(Object.entries(meetings))(
  'E2, E9: %s: whatever came between, a student never has two lessons at once',
  async (name, prepare) => {
    for (const swapped of [false, true]) {
      let played = 0
      for (let before = 0; ; before += 1) {
        const scene = await guestScene()
        const { at, send, timetable } = scene
        const pair = await prepare(scene)
        const [one, other] = swapped ? [pair[1], pair[0]] : pair
        const meeting = interleaved(at.table, before, async () => {
          expect((await send(other)).status, `${name}, ${before}`).toBeLessThan(300)
        })
        const slow = httpHandler(enrollment, { ...at.ports, table: meeting.table }, { checkReplies: true })
        const path = `/enrollment/campuses/${testCampusId}${one.path}`
        const headers = { 'idempotency-key': 'slow' }
        const { status, body } = await ask(slow, { method: 'POST', path, as: 'principal', body: one.body, headers })
        if (!meeting.happened()) break
        played += 1
        expect([status, body.type], `${name}, ${before}, ${swapped}`).toEqual([409, problem('studentBusy')])
        const times = await timetable()
        const twice = times.some((time, n) => times.slice(0, n).some((earlier) => overlaps(time, earlier)))
        expect(twice, `${name}, ${before}`).toBe(false)
      }
      expect(played, name).toBeGreaterThan(5)
    }
  },
)

test('E2, E9: whoever books a make-up while its lesson is moved has their time where it stands, and is told', async () => {
  let played = 0
  for (let before = 0; ; before += 1) {
    const { at, moveHost, booking, send, timetable, host, li } = await guestScene()
    const meeting = interleaved(at.table, before, async () => {
      expect((await send(booking)).status, `${before}`).toBe(201)
    })
    const slow = httpHandler(enrollment, { ...at.ports, table: meeting.table }, { checkReplies: true })
    const { path, body } = moveHost(lessonAt(9))
    const headers = { 'idempotency-key': 'slow' }
    const asked = { method: 'POST', path: `/enrollment/campuses/${testCampusId}${path}`, as: 'principal' } as const
    expect((await ask(slow, { ...asked, body, headers })).status, `${before}`).toBe(200)
    if (!meeting.happened()) break
    played += 1
    const own = (await timetable()).find(({ lessonId }) => lessonId === host)
    expect(own, `${before}`).toMatchObject(lessonAt(9))
    await at.lookAtDue()
    const told = at.eventsOf(messageRequested).filter(({ data }) => data.template === 'lessonMoved')
    expect(
      told.map(({ data }) => data.recipient),
      `${before}`,
    ).toContainEqual({ studentId: li.studentId })
  }
  expect(played).toBeGreaterThan(5)
})
