import { expect, test } from 'vitest'
import { lessonAt, problem } from '../testing/enrollment-bench.ts'
import { oneToOneScene } from '../testing/one-to-one-scene.ts'

const at18 = lessonAt(1).startsAt

test('E2: the booking link of a family that has left cancels no lesson of the next', async () => {
  const { at, book, link, asFamily, nextFamily } = await oneToOneScene()
  const path = await link()
  const next = await nextFamily()
  const { lessonId } = (await book(at18, next.enrollmentId)).body
  const refused = await asFamily('POST', `${path}/lessons/${lessonId}/cancellations`)
  expect(refused).toMatchObject({ status: 409, body: { type: problem('enrollmentEnded') } })
  expect((await at.get(`/lessons/${lessonId}`)).body).toMatchObject({ status: 'scheduled' })
})

test('E2: a lesson that a family cancelled too late before it left is not charged to the next, who may cancel it themselves', async () => {
  for (const isCancelledAgain of [false, true]) {
    const { at, book, cancel, nextFamily } = await oneToOneScene()
    const { lessonId } = (await book(at18)).body
    at.clock.set('2026-03-02T11:00:00Z')
    expect((await cancel(lessonId)).body).toMatchObject({ outcome: 'charged' })
    const next = await nextFamily()
    if (isCancelledAgain) {
      expect((await cancel(lessonId)).body).toMatchObject({ outcome: 'charged', markedAs: 'absent' })
      expect((await cancel(lessonId)).body).toMatchObject({ type: problem('alreadyCancelled') })
    }
    at.clock.set(at18)
    await at.lookAtDue()
    const sheet = (await at.get(`/lessons/${lessonId}/attendance`)).body
    const charged = { studentId: next.studentId, status: 'absent', deductedCentihours: 200 }
    expect(sheet.marks).toMatchObject(isCancelledAgain ? [charged] : [])
    expect(sheet.unmarked).toEqual(isCancelledAgain ? [] : [next.studentId])
    expect((await at.pay03()).totalMinor).toBe(isCancelledAgain ? 15_000 : 0)
    expect(at.table.all().filter(({ entity }) => entity === 'lateCancellation')).toEqual([])
  }
})

test('E2: a lesson of a one-to-one class in which nobody sits is off at once, however late it is cancelled', async () => {
  const { at, book, cancel, enrollmentId } = await oneToOneScene()
  const { lessonId } = (await book(at18)).body
  at.clock.set('2026-03-02T11:00:00Z')
  const leaves = { why: { kind: 'loss', reason: 'needGone' }, refundMinor: 400_000 }
  await at.post(`/enrollments/${enrollmentId}/termination`, leaves)
  expect((await cancel(lessonId)).body).toMatchObject({ outcome: 'cancelled', lesson: { status: 'cancelled' } })
})
