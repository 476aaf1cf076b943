import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'

/** An elite class of one, in which the best of three sits; the others wait by rank. */
async function takenSeat() {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ kind: 'elite', capacity: 1 })
  const path = `/class-groups/${classGroupId}`
  const exam = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
  const students: string[] = []
  for (const score of [9_000, 8_000, 7_000]) {
    const studentId = await at.student(students.length + 1)
    students.push(studentId)
    const { gradeId } = (await at.post(`/students/${studentId}/grades`, { ...exam, scoreHundredths: score })).body
    await at.post(`${path}/applications`, { studentId, gradeId })
  }
  await at.post(`${path}/admission`, {}, { as: 'campusManager' })
  const enroll = (n: number) => at.post('/enrollments', { studentId: students[n], classGroupId, centihours: 1_000 })
  const { enrollmentId } = (await enroll(0)).body
  const leave = () =>
    at.post(`/enrollments/${enrollmentId}/termination`, { why: { kind: 'loss', reason: 'needGone' }, refundMinor: 0 })
  const enlarge = async (capacity: number) => {
    const { version } = (await at.get(path)).body
    return at.patch(path, { capacity }, version)
  }
  const stand = async (): Promise<string[]> =>
    (await at.get(`${path}/applications`)).body.items.map(({ state }: { state: { status: string } }) => state.status)
  const admitted = () => at.eventsOf(messageRequested).filter(({ data }) => data.template === 'eliteAdmitted')
  return { at, path, students, enroll, leave, enlarge, stand, admitted }
}

test('E12: who leaves an elite class makes room for the next by rank, who is told at once', async () => {
  const { students, enroll, leave, stand, admitted } = await takenSeat()
  expect((await leave()).status).toBe(201)
  expect(await stand()).toEqual(['enrolled', 'admitted', 'waiting'])
  expect(admitted().at(-1)?.data.recipient).toEqual({ studentId: students[1] })
  expect((await enroll(2)).body.type).toBe(problem('notAdmitted'))
  expect((await enroll(1)).status).toBe(201)
})

test('E12: the seats that an elite class gains go to the next by rank', async () => {
  const { enlarge, stand, admitted } = await takenSeat()
  expect((await enlarge(3)).body).toMatchObject({ seatsTaken: 1, seatsLeft: 2 })
  expect(await stand()).toEqual(['enrolled', 'admitted', 'admitted'])
  expect(admitted()).toHaveLength(3)
})

test('E12: a seat that is given up while the class is made larger or its admission runs is kept for somebody', async () => {
  const { at, path, leave, enlarge, stand } = await takenSeat()
  const run = () => at.post(`${path}/admission`, {}, { as: 'campusManager' })
  await Promise.all([leave(), enlarge(2), run()])
  if ((await at.get(path)).body.capacity === 1) await enlarge(2)
  expect((await at.get(path)).body).toMatchObject({ seatsTaken: 0, seatsLeft: 2 })
  expect(await stand()).toEqual(['enrolled', 'admitted', 'admitted'])
})

test('E12: an admission that lapses, is declined or is run once the class is over admits nobody', async () => {
  for (const how of ['lapses', 'declined', 'run'] as const) {
    const { at, path, students, leave, stand, admitted } = await takenSeat()
    await leave()
    expect(await stand()).toEqual(['enrolled', 'admitted', 'waiting'])
    at.clock.advance(100 * dayMs)
    if (how === 'lapses') await at.lookAtDue()
    if (how === 'declined') await at.post(`${path}/applications/${students[1]}/decline`, {})
    if (how === 'run') await at.post(`${path}/admission`, {}, { as: 'campusManager' })
    expect((await stand()).at(-1), how).toBe('waiting')
    expect(admitted(), how).toHaveLength(2)
  }
})

test('E12: a seat of an elite class whose term is over is kept for nobody', async () => {
  const { at, leave, stand } = await takenSeat()
  at.clock.advance(100 * dayMs)
  await leave()
  expect(await stand()).toEqual(['enrolled', 'waiting', 'waiting'])
})
