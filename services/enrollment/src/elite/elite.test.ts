import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { hourMs, instantFromEpochMs, localDate } from '@tutelage/shared/kernel/instant.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour, nthId } from '../testing/account-fixtures.ts'
import { enrollmentBench, problem } from '../testing/enrollment-bench.ts'
import { type Application, admit, expire, fillSeats, ranked, seatsKept } from './application.ts'

const application = (n: number, score: number, change: Partial<Application> = {}): Application => ({
  ...{ studentId: nthId('student', n), gradeId: nthId('grade', n), subject: 'Maths', heldOn: localDate('2026-03-01') },
  ...{ scoreHundredths: score * 100, fullMarksHundredths: 10_000, appliedAt: hour(n), state: { status: 'applied' } },
  ...change,
})
const expiresAt = instantFromEpochMs(Date.parse('2027-01-01T00:00:00Z'))
const stands = (applications: readonly Application[]) => applications.map(({ state }) => state.status)

describe('E12 ranking', () => {
  test('by share of full marks, then the earlier application, then the id', () => {
    const of150 = application(1, 120, { fullMarksHundredths: 15_000, appliedAt: hour(9) })
    const [earlier, later] = [application(2, 80, { appliedAt: hour(3) }), application(3, 80, { appliedAt: hour(4) })]
    const sameHour = application(4, 80, { appliedAt: hour(3) })
    const best = application(5, 81)
    const order = ranked([of150, later, sameHour, earlier, best])
    expect(order).toEqual([best, earlier, sameHour, later, of150])
  })

  test('exactly the minimum is enough, a hundredth of a mark less is not', () => {
    const [enough, less] = [application(1, 60), application(2, 60, { scoreHundredths: 5_999 })]
    expect(stands(admit([less, enough], { seatsLeft: 5, minimumPercent: 60, expiresAt }))).toEqual([
      'admitted',
      'refused',
    ])
  })

  test('whatever is applied, declined and run in whatever order, never more seats are kept than there are, and no better score waits', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 })
    const seats = fc.integer({ min: 0, max: 6 })
    const declining = fc.array(fc.nat({ max: 11 }), { maxLength: 6 })
    fc.assert(
      fc.property(scores, seats, declining, fc.boolean(), (all, seatsLeft, leaving, isExpired) => {
        const terms = { seatsLeft, minimumPercent: 60, expiresAt }
        let list = admit(
          all.map((score, n) => application(n, score)),
          terms,
        )
        for (const at of leaving) {
          const left = list.map(
            (each, n): Application => (n === at ? { ...each, state: { status: 'declined' } } : each),
          )
          list = fillSeats(isExpired ? expire(left, expiresAt) : left, terms)
          expect(seatsKept(list)).toBeLessThanOrEqual(seatsLeft)
        }
        const waiting = list.findIndex(({ state }) => state.status === 'waiting')
        if (waiting < 0) return
        expect(seatsKept(list)).toBe(seatsLeft)
        expect(stands(list).lastIndexOf('admitted')).toBeLessThan(waiting)
        const judged = list.filter(({ state }) => state.status === 'refused')
        expect(judged.every(({ scoreHundredths }) => scoreHundredths < 6_000)).toBe(true)
      }),
    )
  })
})

/** An elite class with so many seats, for which students applied with these scores. */
async function eliteClass(capacity: number, scores: readonly number[]) {
  const at = await enrollmentBench()
  const { classGroupId } = await at.classGroup({ kind: 'elite', capacity })
  const path = `/class-groups/${classGroupId}`
  const students: string[] = []
  const graded = async (studentId: string, score: number): Promise<string> => {
    const exam = { subject: 'Maths', heldOn: '2026-03-01', fullMarksHundredths: 10_000, examName: 'Entrance' }
    return (await at.post(`/students/${studentId}/grades`, { ...exam, scoreHundredths: score * 100 })).body.gradeId
  }
  const apply = async (studentId: string, score: number) =>
    at.post(`${path}/applications`, { studentId, gradeId: await graded(studentId, score) })
  for (const [n, score] of scores.entries()) {
    const studentId = await at.student(n + 1)
    students.push(studentId)
    await apply(studentId, score)
  }
  const stand = async (): Promise<string[]> => {
    const { items } = (await at.get(`${path}/applications`)).body
    return students.map((id) => {
      const { state, position } = items.find(({ studentId }: { studentId: string }) => studentId === id)
      return position === undefined ? state.status : `${state.status} ${position}`
    })
  }
  return {
    ...at,
    ...{ students, path, apply, stand },
    /** Of the score with which the n-th applied. */
    correct: async (n: number, score: number) => {
      const { items } = (await at.get(`/students/${students[n]}/grades`)).body
      const body = { scoreHundredths: score * 100, reason: 'a slip of the pen' }
      return at.post(`/students/${students[n]}/grades/${items[0].gradeId}/corrections`, body)
    },
    run: () => at.post(`${path}/admission`, {}, { as: 'campusManager' }),
    decline: (n: number) => at.post(`${path}/applications/${students[n]}/decline`, {}),
    enroll: (n: number) => at.post('/enrollments', { studentId: students[n], classGroupId, centihours: 1_000 }),
    told: () => at.eventsOf(messageRequested).flatMap(({ data }) => (data.template.startsWith('elite') ? [data] : [])),
  }
}

describe('E12 elite classes', () => {
  test('an admission does what its preview shows: best first, then a list, nobody below the minimum', async () => {
    const { run, get, path, stand, told, students } = await eliteClass(2, [70, 95, 80, 59, 90])
    const preview = (await get(`${path}/admission`, 'campusManager')).body
    expect(await stand()).toEqual(['applied', 'applied', 'applied', 'applied', 'applied'])
    expect((await run()).body).toEqual(preview)
    expect(await stand()).toEqual(['waiting 2', 'admitted', 'waiting 1', 'refused', 'admitted'])
    const messages = told().map(({ template, recipient }) => [template, Object.values(recipient)[0]])
    const expected = ['eliteWaiting', 'eliteAdmitted', 'eliteWaiting', 'eliteRefused', 'eliteAdmitted']
    expect(new Map(messages.map(([template, studentId]) => [studentId, template]))).toEqual(
      new Map(students.map((studentId, n) => [studentId, expected[n]])),
    )
    await run()
    expect(told()).toHaveLength(5)
  })

  test('nobody enrolls without being admitted, and who is takes one of the seats that are kept', async () => {
    const { run, enroll, stand, get, path } = await eliteClass(1, [90, 80])
    expect((await enroll(0)).body.type).toBe(problem('notAdmitted'))
    await run()
    expect((await enroll(1)).body.type).toBe(problem('notAdmitted'))
    expect((await enroll(0)).status).toBe(201)
    await run()
    expect(await stand()).toEqual(['enrolled', 'waiting 1'])
    expect((await get(path)).body.seatsLeft).toBe(0)
  })

  test('a seat that is declined, or not taken in time, goes to the next of the list', async () => {
    const { run, decline, stand, clock, lookAtDue, enroll } = await eliteClass(1, [90, 80, 70])
    await run()
    expect((await decline(0)).body.state).toEqual({ status: 'declined' })
    expect(await stand()).toEqual(['declined', 'admitted', 'waiting 1'])
    expect((await decline(0)).body.type).toBe(problem('notApplying'))
    clock.advance(72 * hourMs)
    expect((await enroll(1)).body.type).toBe(problem('notAdmitted'))
    await lookAtDue()
    expect(await stand()).toEqual(['declined', 'expired', 'admitted'])
    expect((await enroll(2)).status).toBe(201)
  })

  test('two runs, a decline and an enrollment at once keep no more seats than there are', async () => {
    const { run, decline, enroll, stand, get, path } = await eliteClass(2, [90, 80, 70, 65])
    await run()
    await Promise.all([run(), decline(0), enroll(1), run()])
    expect(await stand()).toEqual(['declined', 'enrolled', 'admitted', 'waiting 1'])
    expect((await get(path)).body.seatsLeft).toBe(1)
  })

  test('only elite classes are applied for, once at a time, with a grade of the student', async () => {
    const { apply, students, path, post, decline, classGroup } = await eliteClass(1, [90])
    const [studentId = ''] = students
    expect((await apply(studentId, 99)).body.type).toBe(problem('alreadyApplied'))
    await decline(0)
    expect((await apply(studentId, 99)).status).toBe(201)
    const gradeId = 'grd_00000000000000000000000099'
    await decline(0)
    expect((await post(`${path}/applications`, { studentId, gradeId })).body.type).toBe(problem('unknownGrade'))
    const { classGroupId } = await classGroup()
    const other = await post(`/class-groups/${classGroupId}/applications`, { studentId, gradeId })
    expect(other.body.type).toBe(problem('notElite'))
    expect((await post(`/class-groups/${classGroupId}/admission`, {})).body.type).toBe(problem('notElite'))
  })

  test('who left the class applies again, and is admitted and enrolled as anybody else; who sits in it does not', async () => {
    const { run, enroll, apply, students, post } = await eliteClass(1, [90])
    const [studentId = ''] = students
    await run()
    const { enrollmentId } = (await enroll(0)).body
    expect((await apply(studentId, 95)).body.type).toBe(problem('alreadyApplied'))
    const why = { why: { kind: 'naturalEnd', reason: 'graduated' }, refundMinor: 0 }
    expect((await post(`/enrollments/${enrollmentId}/termination`, why)).status).toBeLessThan(300)
    expect((await enroll(0)).body.type).toBe(problem('notAdmitted'))
    expect((await apply(studentId, 95)).status).toBe(201)
    await run()
    expect((await enroll(0)).status).toBe(201)
  })

  test('a score that was corrected ranks as it is now: in the list, the preview and the run', async () => {
    const { run, correct, stand, get, path, students } = await eliteClass(1, [97, 90, 80])
    await correct(0, 72)
    const [first, second, third] = students
    for (const shown of ['applications', 'admission']) {
      const { items } = (await get(`${path}/${shown}`, 'campusManager')).body
      expect(items.map(({ studentId }: { studentId: string }) => studentId)).toEqual([second, third, first])
      expect(items[2]).toMatchObject({ scoreHundredths: 7_200, fullMarksHundredths: 10_000 })
    }
    await run()
    expect(await stand()).toEqual(['waiting 2', 'admitted', 'waiting 1'])
  })

  test('a seat that comes free goes by the scores of then, and to nobody whose score is below the minimum by now', async () => {
    const { run, correct, decline, stand, clock, lookAtDue } = await eliteClass(1, [97, 90, 80, 70])
    await run()
    await correct(1, 32)
    await correct(3, 85)
    await decline(0)
    expect(await stand()).toEqual(['declined', 'refused', 'waiting 1', 'admitted'])
    await correct(2, 59)
    clock.advance(72 * hourMs)
    await lookAtDue()
    expect(await stand()).toEqual(['declined', 'refused', 'refused', 'expired'])
  })
})
