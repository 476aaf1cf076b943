import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { DomainEvent } from '@tutelage/shared/contracts/define-event.ts'
import { dangerDetected, dangerResolved } from '@tutelage/shared/contracts/loyalty/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import { findTemplate } from '@tutelage/shared/messaging/all-templates.ts'
import { expect, test } from 'vitest'
import {
  answeredBadly,
  attended,
  complained,
  corrected,
  dayAt,
  enrolled,
  fell,
  missed,
  regraded,
  reopened,
  settledComplaint,
} from '../testing/sample-events.ts'
import { named, replayed, type TestService, testService } from '../testing/service-bench.ts'

const li = named('student', 'li')
const learningManager = { kind: 'learningManager', id: 'stf_demo-learning-manager' } as const
const manager = { manager: learningManager.id }
const absences = [missed(1), missed(8), missed(15)]

async function after(...events: readonly DomainEvent[]): Promise<TestService> {
  const at = await testService({ now: dayAt(20) })
  await at.deliver(...events)
  return at
}

interface Shown {
  readonly dangerId: string
  readonly version: number
  readonly reasons: readonly { readonly reason: string; readonly evidence: readonly string[] }[]
}
async function dangersOf(at: TestService, status: 'open' | 'resolved' = 'open'): Promise<readonly Shown[]> {
  return JSON.parse(JSON.stringify(await at.answer('listDangers', { query: { status } }))).items
}
const reasonsOf = async (at: TestService) =>
  (await dangersOf(at)).map(({ reasons }) => reasons.map(({ reason }) => reason))

test('Y14: a fallen grade, three absences and a low survey endanger the family, with those reasons and their evidence', async () => {
  const at = await after(enrolled('li', manager), fell(3), ...absences, answeredBadly(16))
  expect(await at.answer('listDangers')).toMatchObject({
    items: [
      {
        studentId: li,
        status: 'open',
        learningManagerId: learningManager.id,
        reasons: [
          {
            reason: 'frequentAbsence',
            evidence: [1, 8, 15].map((n) => named('lesson', `li${n}`)),
            clearedBy: ['attendanceCorrected', 'resolution'],
          },
          { reason: 'gradeFell', evidence: [named('grade', 'li3')], clearedBy: ['gradeCorrected', 'resolution'] },
          { reason: 'lowSatisfaction', evidence: [named('survey', 'li16')], clearedBy: ['resolution'] },
        ],
      },
    ],
  })
})

test('Y14: a danger is detected once, with its reasons, and is the task of the learning manager', async () => {
  const at = await after(enrolled('li', manager), fell(3), ...absences, answeredBadly(16))
  expect(at.eventsOf(dangerDetected).map(({ data }) => data)).toMatchObject([
    {
      studentId: li,
      learningManagerId: learningManager.id,
      reasons: [{ reason: 'frequentAbsence' }, { reason: 'gradeFell' }],
    },
  ])
  const [task, ...more] = at.eventsOf(messageRequested).map(({ data }) => data)
  expect(more).toEqual([])
  expect(task).toMatchObject({ category: 'staff', recipient: { staffId: learningManager.id } })
})

test('Y14: a learning manager who is heard of after the danger, or is another from then on, gets the task, once', async () => {
  const at = await after(enrolled(), fell(3), answeredBadly(4))
  expect(at.eventsOf(messageRequested)).toEqual([])
  await at.deliver(enrolled('li', { ...manager, n: 2, day: 5 }), answeredBadly(6))
  const other = 'stf_other-learning-manager'
  await at.deliver(enrolled('li', { manager: other, n: 3, day: 7 }), answeredBadly(8))
  expect(at.eventsOf(messageRequested).map(({ data }) => data.recipient)).toEqual([
    { staffId: learningManager.id },
    { staffId: other },
  ])
})

test('Y14: the task names the reasons in words', async () => {
  const campus = await loadCampus((await after()).context())
  const params = { dangerId: 'dgr_1', studentId: 'stu_1', reasons: 'frequentAbsence,complaint' }
  const write = (language: 'zh-CN' | 'en') =>
    findTemplate('dangerTask')?.write({ params, addressee: '王老师', campus, language })
  expect(write('zh-CN')).toMatchObject({ value: { text: expect.stringContaining('频繁缺课、投诉未了结') } })
  expect(write('en')).toMatchObject({ value: { text: expect.stringContaining('frequent absence, an open complaint') } })
})

test('Y14: one reason alone, leave asked for, or absences far apart endanger nobody', async () => {
  const leaves = [missed(1, 'leave'), missed(8, 'leave'), missed(15, 'leave')]
  const apart = [missed(1), missed(31), missed(62)]
  for (const events of [
    [fell(3)],
    [...absences],
    [...leaves, fell(3)],
    [...apart, fell(61)],
    [fell(3), answeredBadly(94)],
  ]) {
    expect(await reasonsOf(await after(enrolled(), ...events, attended(4)))).toEqual([])
  }
})

test('Y14: a corrected absence no longer counts and resolves the danger; corrected back, it is the same danger', async () => {
  const at = await after(enrolled(), fell(3), ...absences)
  const [danger] = await dangersOf(at)
  await at.deliver(corrected(8, { before: 'absent', after: 'leave' }))
  expect(await dangersOf(at)).toEqual([])
  expect(at.eventsOf(dangerResolved)).toHaveLength(1)
  expect(await dangersOf(at, 'resolved')).toMatchObject([{ resolution: { by: 'signalsCleared' } }])
  await at.deliver(corrected(8, { before: 'leave', after: 'absent', version: 3 }))
  expect(await dangersOf(at)).toMatchObject([{ dangerId: danger?.dangerId }])
  expect(at.eventsOf(dangerDetected)).toHaveLength(2)
})

test('E15, Y14: a fall that is taken back no longer counts and resolves the danger; fallen again, it is the same danger', async () => {
  const at = await after(enrolled(), fell(3), answeredBadly(4))
  const [danger] = await dangersOf(at)
  await at.deliver(regraded(3, { fallWithdrawn: false }))
  expect(await dangersOf(at)).toEqual([danger])
  await at.deliver(regraded(3, { version: 3 }))
  expect(await dangersOf(at)).toEqual([])
  expect(await dangersOf(at, 'resolved')).toMatchObject([{ resolution: { by: 'signalsCleared' } }])
  await at.deliver(fell(3, 'li', 4))
  expect(await dangersOf(at)).toMatchObject([{ dangerId: danger?.dangerId }])
})

test('E15, Y14: a fall that is heard of after it was taken back counts with no later signal', async () => {
  for (const grade of [
    [fell(3), regraded(3)],
    [regraded(3), fell(3)],
    [regraded(3), fell(3), replayed(regraded(3)), replayed(fell(3))],
    [fell(3, 'li', 3), fell(3), regraded(3, { version: 4 }), regraded(3)],
  ]) {
    expect(await reasonsOf(await after(enrolled(), ...grade, answeredBadly(16)))).toEqual([])
  }
  const again = [regraded(3), fell(3, 'li', 3), fell(3)]
  expect(await reasonsOf(await after(enrolled(), ...again, answeredBadly(16)))).toEqual([
    ['gradeFell', 'lowSatisfaction'],
  ])
})

test('Y14: an open major complaint is enough; resolved it clears, reopened it counts again', async () => {
  const at = await after(enrolled(), complained(2, { severity: 'major', student: 'li' }))
  expect(await reasonsOf(at)).toEqual([['complaint']])
  await at.deliver(settledComplaint(4))
  expect(await reasonsOf(at)).toEqual([])
  await at.deliver(reopened(6))
  expect(await reasonsOf(at)).toEqual([['complaint']])
})

test('Y14: a complaint of the household counts for each of its students', async () => {
  const at = await after(enrolled(), enrolled('mei'), complained(2), fell(3), fell(4, 'mei'))
  expect(await reasonsOf(at)).toEqual([
    ['gradeFell', 'complaint'],
    ['gradeFell', 'complaint'],
  ])
})

test('Y14: a major complaint heard of before the enrollment endangers the student that is then enrolled', async () => {
  const at = await after(complained(2, { severity: 'major' }))
  expect(await dangersOf(at)).toEqual([])
  await at.deliver(enrolled('li', manager))
  expect(await dangersOf(at)).toMatchObject([{ studentId: li, learningManagerId: learningManager.id }])
})

test('Y14: resolved by hand, a danger keeps the note and its signals raise no other; new ones do', async () => {
  const at = await after(enrolled(), fell(3), answeredBadly(4))
  const [danger] = await dangersOf(at)
  const asked = { params: { dangerId: danger?.dangerId ?? '' }, body: { note: '已与家长面谈' }, actor: learningManager }
  expect(await at.answer('resolveDanger', asked)).toMatchObject({
    status: 'resolved',
    resolution: { by: 'staff', staffId: learningManager.id, note: '已与家长面谈' },
  })
  expect(await at.ask('resolveDanger', asked)).toMatchObject({ refusal: { code: 'alreadyResolved' } })
  expect(await dangersOf(at, 'resolved')).toMatchObject([{ resolution: { note: '已与家长面谈' } }])
  expect(JSON.stringify(at.events())).not.toContain('面谈')
  await at.deliver(fell(25), missed(26))
  expect(await dangersOf(at)).toEqual([])
  await at.deliver(answeredBadly(27))
  expect((await dangersOf(at)).map(({ dangerId }) => dangerId)).not.toContain(danger?.dangerId)
  expect(await reasonsOf(at)).toEqual([['gradeFell', 'lowSatisfaction']])
})

test('Y14: a danger is assigned by who saw it as it is, and the learning manager is told', async () => {
  const at = await after(enrolled(), fell(3), answeredBadly(4))
  expect(at.eventsOf(messageRequested)).toEqual([])
  const [danger] = await dangersOf(at)
  const params = { dangerId: danger?.dangerId ?? '' }
  const body = { learningManagerId: learningManager.id }
  expect(await at.ask('assignDanger', { params, body })).toMatchObject({ refusal: { code: 'versionRequired' } })
  await at.answer('assignDanger', { params, body, ifMatch: 1 })
  expect(at.eventsOf(messageRequested).map(({ data }) => data.recipient)).toEqual([{ staffId: learningManager.id }])
  await at.deliver(...absences)
  expect(await at.answer('getDanger', { params })).toMatchObject({ learningManagerId: learningManager.id, version: 3 })
  const query = { learningManagerId: 'stf_somebody-else' }
  expect(await at.answer('listDangers', { query })).toEqual({ items: [] })
})

test('Y14: the task is for whom the latest enrollment names, whichever is heard of first', async () => {
  const early = enrolled('li', { manager: 'stf_first' })
  const late = enrolled('li', { manager: 'stf_second', n: 2, day: 5 })
  for (const enrollments of [
    [early, late],
    [late, early],
  ]) {
    const at = await after(...enrollments, fell(6), answeredBadly(7))
    expect(await dangersOf(at)).toMatchObject([{ learningManagerId: 'stf_second' }])
  }
})

test('Y14: the policy says how many reasons are needed and whose task it is', async () => {
  const at = await after(enrolled())
  const body = { reasonsNeeded: 1, absences: 2, majorComplaintAlone: false, learningManagerId: learningManager.id }
  await at.answer('setDangerPolicy', { body })
  await at.deliver(missed(1), missed(8))
  expect(await dangersOf(at)).toMatchObject([
    { reasons: [{ reason: 'frequentAbsence' }], learningManagerId: learningManager.id },
  ])
})

test('Y14: a danger of another campus, or of nobody, is not there', async () => {
  const at = await after(enrolled(), fell(3), answeredBadly(4))
  const [danger] = await dangersOf(at)
  const params = { dangerId: danger?.dangerId ?? '' }
  await expect(at.ask('getDanger', { params, campusId: 'cam_demo-west' })).rejects.toThrow('no such danger')
  const unknown = { params: { dangerId: named('danger', 'none') }, body: { note: 'x' } }
  await expect(at.ask('resolveDanger', unknown)).rejects.toThrow('no such danger')
})

test('Y14: two households that tell of one student each have a danger of their own', async () => {
  const here = complained(3, { severity: 'major', student: 'li' })
  const there = complained(4, { severity: 'major', student: 'li', name: 'second' })
  const at = await after(here, { ...there, data: { ...there.data, householdId: named('household', 'second') } })
  expect(at.eventsOf(dangerDetected).map(({ data }) => data.householdId)).toEqual([
    here.data.householdId,
    named('household', 'second'),
  ])
  expect(new Set(at.eventsOf(dangerDetected).map(({ data }) => data.dangerId)).size).toBe(2)
})

test('Y14: siblings who miss one lesson are each endangered by it', async () => {
  const at = await after(enrolled('li'), enrolled('ming'))
  await at.answer('setDangerPolicy', { body: { reasonsNeeded: 1, absences: 1 } })
  const [li1, ming1] = [missed(1), missed(1, 'absent', 'ming')]
  const { lessonId, householdId } = li1.data
  await at.deliver(li1, { ...ming1, data: { ...ming1.data, lessonId, householdId } })
  expect((await dangersOf(at)).map(({ reasons }) => reasons)).toMatchObject([
    [{ reason: 'frequentAbsence', evidence: [lessonId] }],
    [{ reason: 'frequentAbsence', evidence: [lessonId] }],
  ])
})
