import { enrollmentTerminated } from '@tutelage/shared/contracts/enrollment/events.ts'
import { depositForfeited } from '@tutelage/shared/contracts/enrollment/year-plan-events.ts'
import type { Table } from '@tutelage/shared/data/table.ts'
import { minuteMs } from '@tutelage/shared/kernel/instant.ts'
import { httpHandler } from '@tutelage/shared/lambda/http-handler.ts'
import { ask } from '@tutelage/shared/testing/http-request.ts'
import { testCampusId } from '@tutelage/shared/testing/test-context.ts'
import { expect, test } from 'vitest'
import enrollment from '../../service.ts'
import { dyingTable } from '../testing/dying-table.ts'
import { evening, lessonAt, problem } from '../testing/enrollment-bench.ts'
import { interleaved } from '../testing/interleaving.ts'
import { yearPlanBench } from '../testing/year-plan-bench.ts'

/** In more classes at once nobody sits. */
const classes = 20

/** A plan with so many classes; in each but the first a family waits for the seat. */
async function plannedClasses(count: number) {
  const at = await yearPlanBench()
  const { yearPlanId, classGroupId, lessonIds } = await at.begun()
  const classGroupIds = [classGroupId]
  for (let n = 1; n < count; n += 1) {
    const group = await at.classGroup({ capacity: 1, lessonCount: 3 })
    classGroupIds.push(group.classGroupId)
    const enrolled = await at.post(`/year-plans/${yearPlanId}/enrollments`, { classGroupId: group.classGroupId })
    expect(enrolled.status).toBe(201)
    const studentId = await at.student(100 + n)
    const waits = await at.post(`/class-groups/${group.classGroupId}/waiting-list`, { studentId })
    expect(waits.status).toBe(201)
  }
  const leave = (table = at.ports.table, refundMinor = 300_000) =>
    ask(httpHandler(enrollment, { ...at.ports, table }), {
      method: 'POST',
      path: `/enrollment/campuses/${testCampusId}/year-plans/${yearPlanId}/exit`,
      as: 'principal',
      headers: { 'idempotency-key': 'leaves' },
      body: { refundMinor, why: { kind: 'loss', reason: 'needGone' }, reason: 'moves away' },
    })
  const seats = async () => {
    const lists = await Promise.all(classGroupIds.map((id) => at.get(`/class-groups/${id}/enrollments`)))
    return lists.reduce((sum, { body }) => sum + body.items.length, 0)
  }
  const offers = () => at.table.all().filter(({ entity, duePk }) => entity === 'waiting' && duePk !== undefined).length
  return { at, yearPlanId, classGroupIds, lessonIds, leave, seats, offers }
}

test('E11: leaving a plan ends as many classes as a student can sit in, each once, and every seat goes on to who waits', async () => {
  const { at, leave, seats, offers } = await plannedClasses(classes)
  const commits: number[] = []
  at.table.onCommit((changes) => commits.push(changes.length))
  const left = await leave()
  expect(left).toMatchObject({ status: 201, body: { refundMinor: 300_000 } })
  expect(commits.length).toBeLessThanOrEqual(2)
  expect([await seats(), offers()]).toEqual([0, classes - 1])
  const ended = at.eventsOf(enrollmentTerminated).map(({ data }) => data.enrollmentId)
  expect([ended.length, new Set(ended).size]).toEqual([classes, classes])
  expect(await at.shares()).toMatchObject({ students: 0, onYearPlan: { students: 0 } })
  expect((await leave()).body).toEqual(left.body)
})

test.each(['caller', 'job'] as const)(
  'E11: when the function ends between its commits the %s ends the classes that are left, at the moment of leaving',
  async (who) => {
    const { at, leave, seats, offers } = await plannedClasses(classes)
    const leftAt = at.clock.now()
    expect((await leave(dyingTable(at.table, { at: 0, when: 'after' }))).status).toBe(500)
    expect(await seats()).toBeGreaterThan(0)
    expect(at.eventsOf(depositForfeited)).toHaveLength(1)
    at.clock.advance(2 * minuteMs)
    if (who === 'job') await at.lookAtDue()
    else expect((await leave()).status).toBe(201)
    expect([await seats(), offers()]).toEqual([0, classes - 1])
    const ended = at.eventsOf(enrollmentTerminated)
    expect(ended).toHaveLength(classes)
    expect(new Set(ended.map(({ data }) => data.terminatedAt))).toEqual(new Set([leftAt]))
    expect((await leave()).status).toBe(201)
    expect(at.eventsOf(enrollmentTerminated)).toHaveLength(classes)
  },
)

test('E11: who is marked before the plan is left, at whatever moment of it, is charged for the lesson', async () => {
  let met = 0
  for (let before = 0; ; before += 1) {
    const { at, lessonIds, leave } = await plannedClasses(2)
    at.clock.set(evening(0))
    const { table, happened } = interleaved(at.table, before, async () => {
      expect((await at.mark(lessonIds[0] ?? '', { [at.studentId]: 'attended' })).status).toBe(201)
    })
    const answer = await leave(table)
    if (!happened()) break
    met += 1
    expect({ before, ...answer }).toMatchObject({ before, status: 409, body: { type: problem('amountChanged') } })
  }
  expect(met).toBeGreaterThan(20)
})

test('E11: that holds for classes too that end after the first commit', async () => {
  const { at, classGroupIds, leave } = await plannedClasses(classes)
  const last = classGroupIds.at(-1)
  const { body } = await at.post(`/class-groups/${last}/lessons`, { lessons: [lessonAt(5)] })
  at.clock.set(evening(5))
  let made = 0
  const table: Table = {
    ...at.table,
    async transact(...asked) {
      made += 1
      if (made === 1) await at.mark(body.lessons[0].lessonId, { [at.studentId]: 'attended' })
      return at.table.transact(...asked)
    },
  }
  expect((await leave(table)).body.type).toBe(problem('amountChanged'))
  expect(at.eventsOf(enrollmentTerminated)).toEqual([])
})
