import { instant } from '@tutelage/shared/kernel/instant.ts'
import { expect, test } from 'vitest'
import { classOfTwo } from '../testing/class-of-two.ts'
import { evening, problem } from '../testing/enrollment-bench.ts'

/** Two lessons: in the first the teacher was in time and one of two students came; in the second she was late and both came. */
async function taught() {
  const scene = await classOfTwo()
  const { at, first, second, li, wang } = scene
  await at.mark(first, { [li.studentId]: 'attended', [wang.studentId]: 'absent' })
  at.clock.set(evening(1))
  await at.post(`/lessons/${second}/attendance`, {
    marks: [li, wang].map(({ studentId }) => ({ studentId, status: 'attended' })),
    teacher: { staffId: 'stf_teacher', status: 'late' },
  })
  const score = (studentId: string, heldOn: string, scoreHundredths: number, subject = 'Maths') =>
    at.post(`/students/${studentId}/grades`, {
      ...{ subject, heldOn, examName: 'monthly', scoreHundredths, fullMarksHundredths: 10_000 },
    })
  const appraisal = (query = 'from=2026-03&to=2026-03') => at.get(`/teachers/stf_teacher/appraisal?${query}`)
  return { ...scene, score, appraisal }
}

test('E17: a teacher is appraised by several factors, each with its counts, from what enrollment knows', async () => {
  const { at, li, wang, score, appraisal } = await taught()
  at.clock.set(instant('2026-03-31T12:00:00Z'))
  await score(li.studentId, '2026-03-05', 6_000)
  await score(li.studentId, '2026-03-12', 2_000)
  await score(li.studentId, '2026-03-25', 7_000)
  await score(wang.studentId, '2026-03-05', 8_000)
  await score(wang.studentId, '2026-03-25', 7_000)
  // Another subject, and another month, are not counted.
  await score(wang.studentId, '2026-03-26', 1_000, 'Physics')
  await score(wang.studentId, '2026-02-05', 9_900)
  const licence = { kind: 'subject', issuedOn: '2020-01-01' }
  await at.post('/teachers/stf_teacher/certificates', { ...licence, name: 'Degree', number: '1' })
  await at.post('/teachers/stf_teacher/certificates', { ...licence, name: 'L', number: '2', expiresOn: '2026-03-30' })
  const { status, body } = await appraisal()
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ from: '2026-03-01', to: '2026-03-31' },
    factors: [
      { factor: 'studentAttendance', counts: { dueStudents: 4, presentStudents: 3 }, scoreBasisPoints: 7_500 },
      { factor: 'teacherAttendance', counts: { markedLessons: 2, givenLessons: 2 }, scoreBasisPoints: 10_000 },
      { factor: 'punctuality', counts: { givenLessons: 2, onTimeLessons: 1 }, scoreBasisPoints: 5_000 },
      { factor: 'lessonsGiven', counts: { givenLessons: 2, fullLoadLessons: 40 }, scoreBasisPoints: 500 },
      { factor: 'examProgress', counts: { comparedStudents: 2, sumOfChangesBasisPoints: 0 }, scoreBasisPoints: 5_000 },
      { factor: 'certificates', counts: { recordedCertificates: 2, validCertificates: 1 }, scoreBasisPoints: 5_000 },
    ],
    leftOut: [
      { factor: 'renewal', reason: 'noData' },
      { factor: 'promotion', reason: 'noData' },
    ],
    // (20 · 75 + 15 · 100 + 10 · 50 + 10 · 5 + 15 · 50 + 5 · 50) ÷ 75
    score: { status: 'scored', scoreBasisPoints: 6_067 },
  })
})

test('E17: a corrected mark changes the attendance of the class', async () => {
  const { at, first, wang, appraisal } = await taught()
  await at.correct(first, wang.studentId, 'late')
  const attendance = async () => (await appraisal()).body.factors[0].counts
  expect(await attendance()).toEqual({ dueStudents: 4, presentStudents: 4 })
  await at.correct(first, wang.studentId, 'cancelledBySchool')
  expect(await attendance()).toEqual({ dueStudents: 3, presentStudents: 3 })
})

test('E17: renewal and promotion of a term count once its renewals are closed', async () => {
  const { at, classGroupId, appraisal } = await taught()
  const { termId } = (await at.get(`/class-groups/${classGroupId}`)).body
  at.clock.set(instant('2026-05-03T12:00:00Z'))
  await at.runDaily('take-census')
  const factor = async (query: string, name: string) =>
    (await appraisal(query)).body.factors.find((each: { factor: string }) => each.factor === name)
  expect(await factor(`termId=${termId}`, 'renewal')).toBeUndefined()
  at.clock.set(instant('2026-06-15T12:00:00Z'))
  await at.runDaily('close-renewals')
  const counts = { countedStudents: 2, naturalEnds: 0, renewedStudents: 0 }
  expect(await factor(`termId=${termId}`, 'renewal')).toMatchObject({ counts, scoreBasisPoints: 0 })
  expect(await factor('from=2026-06&to=2026-06', 'promotion')).toMatchObject({ counts: { promotedStudents: 0 } })
  expect(await factor('from=2026-05&to=2026-05', 'renewal')).toBeUndefined()
  expect((await appraisal('from=2026-06&to=2026-06')).body.leftOut).toContainEqual({
    ...{ factor: 'studentAttendance', reason: 'noData' },
  })
})

test('E17: a policy by which churn counts alone is refused; a weight of nothing leaves a factor out', async () => {
  const { at, appraisal } = await taught()
  const only = (name: string) =>
    Object.fromEntries(
      ['studentAttendance', 'teacherAttendance', 'punctuality', 'lessonsGiven', 'renewal', 'promotion']
        .concat('examProgress', 'certificates')
        .map((each) => [each, each === name ? 100 : 0]),
    )
  expect((await at.put('/policies/appraisal', { weights: only('renewal') })).status).toBe(400)
  expect((await at.put('/policies/appraisal', { weights: only('punctuality') })).status).toBe(200)
  const { body } = await appraisal()
  expect(body).toMatchObject({ factors: [{ factor: 'punctuality' }], score: { scoreBasisPoints: 5_000 } })
  expect(body.leftOut).toContainEqual({ factor: 'teacherAttendance', reason: 'noWeight' })
})

test('E17: a period is a term, or up to twelve months in their order', async () => {
  const { appraisal } = await taught()
  for (const query of ['', 'from=2026-03', 'from=2026-04&to=2026-03', 'from=2025-03&to=2026-03']) {
    expect(await appraisal(query), query).toMatchObject({ status: 422, body: { type: problem('badPeriod') } })
  }
  expect((await appraisal('termId=trm_00000000000000000000000000')).status).toBe(404)
  expect((await appraisal('from=2025-04&to=2026-03')).status).toBe(200)
})

test('E17: teachers see their own appraisal only', async () => {
  const { at } = await taught()
  const seenBy = (id: string) =>
    at.get('/teachers/stf_teacher/appraisal?from=2026-03&to=2026-03', { role: 'teacher', id })
  expect((await seenBy('stf_teacher')).status).toBe(200)
  expect(await seenBy('stf_other')).toMatchObject({ status: 403, body: { type: problem('notYourAppraisal') } })
})
