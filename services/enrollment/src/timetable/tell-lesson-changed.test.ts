import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { addMs, minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, evening, lessonAt } from '../testing/enrollment-bench.ts'
import { makeUpScene } from '../testing/make-up-scene.ts'

type Bench = Awaited<ReturnType<typeof enrollmentBench>>

const told = (at: Bench) =>
  at.eventsOf(messageRequested).flatMap(({ data }) => (data.template.startsWith('lesson') ? [data] : []))
const whoOf = (at: Bench) => told(at).map(({ recipient, template }) => `${template} ${Object.values(recipient)[0]}`)

const moved = (at: Bench, lessonId: string, n: number) => at.post(`/lessons/${lessonId}/moves`, { times: lessonAt(n) })
const cancelled = (at: Bench, lessonId: string) =>
  at.post(`/lessons/${lessonId}/cancellations`, { reason: 'The teacher is ill' })

/** A class of so many students with two lessons to come. */
async function classOf(students: number) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ capacity: 200 })
  const lessonIds = await at.lessons(classGroupId, 2)
  const who: string[] = []
  for (let n = 1; n <= students; n += 1) {
    who.push((await at.enrolled(classGroupId, n, { paidMinor: 0 })).studentId)
  }
  return { at, classGroupId, lessonIds, who, first: lessonIds[0] ?? '' }
}

test('E2: every family of a large class is told once that a lesson was moved, some at a time', async () => {
  const { at, first, who } = await classOf(120)
  expect((await moved(at, first, 5)).status).toBe(200)
  expect(told(at)).toEqual([])
  for (const _ of [1, 2, 3, 4]) await at.lookAtDue()
  expect(whoOf(at).sort()).toEqual(who.map((studentId) => `lessonMoved ${studentId}`).sort())
  expect(told(at)[0]).toMatchObject({
    ...{ category: 'service', notAfter: lessonAt(5).startsAt },
    params: { 'title.en': 'Maths', wasAt: lessonAt(0).startsAt, ...lessonAt(5) },
  })
  expect(new Set(told(at).map(({ occasion }) => occasion)).size).toBe(120)
})

test('E2: a family is told that a lesson is cancelled; who has left the class is not', async () => {
  const { at, classGroupId, first, who } = await classOf(1)
  const left = await at.enrolled(classGroupId, 2)
  const why = { kind: 'loss', reason: 'needGone' }
  await at.post(`/enrollments/${left.enrollmentId}/termination`, { why, refundMinor: 400_000 })
  await cancelled(at, first)
  await at.lookAtDue()
  expect(whoOf(at)).toEqual([`lessonCalledOff ${who[0]}`])
  expect(told(at)[0]).toMatchObject({ notAfter: lessonAt(0).startsAt, params: { wasAt: lessonAt(0).startsAt } })
})

test('E2: whoever makes a lesson up in it is told with the class', async () => {
  const { at, lessons, hosts, li, book } = await makeUpScene()
  await at.mark(lessons[0] ?? '', { [li.studentId]: 'leave' })
  await book(li.enrollmentId, hosts[1])
  await cancelled(at, hosts[1] ?? '')
  await at.lookAtDue()
  expect(whoOf(at)).toContain(`lessonCalledOff ${li.studentId}`)
})

test('E2: two changes before anybody heard are told as one; a lesson that is back where it was is not told of', async () => {
  const { at, first, lessonIds, who } = await classOf(1)
  await moved(at, first, 5)
  await moved(at, first, 6)
  const second = lessonIds[1] ?? ''
  await moved(at, second, 7)
  await at.post(`/lessons/${second}/moves`, { times: lessonAt(1) })
  await at.lookAtDue()
  await at.lookAtDue()
  expect(whoOf(at)).toEqual([`lessonMoved ${who[0]}`])
  expect(told(at)[0]).toMatchObject({ params: { wasAt: lessonAt(0).startsAt, startsAt: lessonAt(6).startsAt } })
  await cancelled(at, first)
  await at.lookAtDue()
  expect(whoOf(at)).toEqual([`lessonMoved ${who[0]}`, `lessonCalledOff ${who[0]}`])
})

test('E2: a lesson whose end changes twice before anybody heard is told of; back at its beginning and end it is not', async () => {
  const { at, first, lessonIds, who } = await classOf(1)
  const second = lessonIds[1] ?? ''
  /** The time of lesson n when it begins and ends so many minutes later. */
  const times = (n: number, begins: number, ends: number) => ({
    startsAt: addMs(lessonAt(n).startsAt, begins * minuteMs),
    endsAt: addMs(lessonAt(n).endsAt, ends * minuteMs),
  })
  const moves = async (lessonId: string, ...all: readonly ReturnType<typeof times>[]) => {
    for (const one of all) expect((await at.post(`/lessons/${lessonId}/moves`, { times: one })).status).toBe(200)
    await at.lookAtDue()
  }
  await moves(first, times(0, 0, 30), times(0, 0, 60))
  await moves(second, times(1, 60, 60), times(1, 0, 30))
  expect(whoOf(at)).toEqual([`lessonMoved ${who[0]}`, `lessonMoved ${who[0]}`])
  expect(told(at)).toMatchObject([
    { params: { wasAt: lessonAt(0).startsAt, ...times(0, 0, 60) } },
    { params: { wasAt: lessonAt(1).startsAt, ...times(1, 0, 30) } },
  ])
  await moves(first, times(0, 30, 90), times(0, 0, 60))
  expect(told(at)).toHaveLength(2)
})

test('E2: a lesson that was over, or only has another room, is not told of', async () => {
  const { at, first, lessonIds } = await classOf(1)
  const { roomId } = (await at.post('/rooms', { name: 'B2', capacity: 200 })).body
  expect((await at.post(`/lessons/${first}/moves`, { roomId })).status).toBe(200)
  at.clock.set(evening(1))
  expect((await cancelled(at, lessonIds[1] ?? '')).status).toBe(200)
  await at.lookAtDue()
  expect(told(at)).toEqual([])
})

test('E2: both notices are written in both languages', async () => {
  const { at, lessonIds } = await classOf(1)
  await moved(at, lessonIds[0] ?? '', 5)
  await cancelled(at, lessonIds[1] ?? '')
  await at.lookAtDue()
  const campus = campusOf(sampleCampus())
  const texts = told(at).flatMap(({ template, params }) =>
    (['zh-CN', 'en'] as const).map((language) =>
      findTemplate(template)?.write({ params, addressee: '李芳', student: '李明', campus, language }),
    ),
  )
  expect(texts.map((text) => text?.ok)).toEqual([true, true, true, true])
})
