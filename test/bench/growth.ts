import { markAttendance } from '@tutelage/shared/contracts/enrollment/attendance-routes.ts'
import { enrollStudent } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import { getBalance } from '@tutelage/shared/contracts/enrollment/lesson-hours-routes.ts'
import { payTuition } from '@tutelage/shared/contracts/enrollment/tuition-routes.ts'
import { fileComplaint } from '@tutelage/shared/contracts/feedback/complaints-routes.ts'
import { idField } from '@tutelage/shared/contracts/fields.ts'
import { captureLead } from '@tutelage/shared/contracts/leads/capture-routes.ts'
import { getCustomerFile } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import { listFollowUps } from '@tutelage/shared/contracts/leads/follow-ups-routes.ts'
import { getMember } from '@tutelage/shared/contracts/loyalty/membership-routes.ts'
import { redeemPoints } from '@tutelage/shared/contracts/loyalty/points-routes.ts'
import { dayMs } from '@tutelage/shared/kernel/instant.ts'
import { memberIdOf } from '../../services/loyalty/src/membership/member-id.ts'
import { filing } from '../operations/feedback/complaint-steps.ts'
import { staffIdOf } from '../operations/request.ts'
import type { School } from '../operations/school.ts'
import { inCopy } from './ballast.ts'
import type { Consumed } from './consumed-capacity.ts'
import { heldAgainst, median, rounded } from './figures.ts'
import { type GrownSchool, growSchools } from './grown-school.ts'

/** The most that a request may take longer among a hundred times as many students. */
export const growthReach = 1.1

/** A request that can be repeated: the n-th time it may be another family's. */
type Request = (school: School, n: number) => Promise<unknown>

const as = 'principal'
/** What the n-th copy of the school has in its place. */
const of = <Kind extends Parameters<typeof idField>[0]>(kind: Kind, id: string, n: number) =>
  idField(kind).parse(inCopy(id, n))

const memberOf = ({ campusId, here }: School) => memberIdOf(campusId, here.enrolled.householdId)
const requests: Readonly<Record<string, Request>> = {
  'a lead': (school) => {
    const { campusId, here } = school
    return school.call(getCustomerFile, { as, params: { campusId, leadId: here.prospect.leadId } })
  },
  "a consultant's follow-ups": (school) => {
    const { campusId } = school
    const query = { consultantId: staffIdOf(campusId, 'consultant'), limit: '20' }
    return school.call(listFollowUps, { as, params: { campusId }, query })
  },
  'an inquiry by a known phone': (school) => {
    const { campusId } = school
    const guardian = { name: 'prospect senior', phone: '+8613912345670', language: 'en' as const }
    const body = { channel: 'phone', guardian, student: { name: 'prospect' }, lawfulBasis: 'consent' } as const
    return school.call(captureLead, { as, params: { campusId }, body })
  },
  'an enrollment and its payment': async (school, n) => {
    const { campusId, here } = school
    const studentId = of('student', here.prospect.studentId, n)
    const classGroupId = of('classGroup', here.classGroupId, n)
    const body = { studentId, classGroupId, centihours: 1_000 }
    const { enrollmentId, priceMinor = 0 } = await school.call(enrollStudent, { as, params: { campusId }, body })
    const paid = { amountMinor: priceMinor, means: 'cash' as const, reference: `bench-${n}` }
    return school.call(payTuition, { as, params: { campusId, enrollmentId }, body: paid })
  },
  'a class sheet': (school, n) => {
    const { campusId, here } = school
    const lessonId = of('lesson', here.lessonIds[0], n)
    const marks = [{ studentId: of('student', here.enrolled.studentId, n), status: 'attended' as const }]
    const teacher = { staffId: staffIdOf(campusId, 'teacher'), status: 'attended' as const }
    return school.call(markAttendance, { as, params: { campusId, lessonId }, body: { marks, teacher } })
  },
  'a balance': (school) => {
    const { campusId, here } = school
    return school.call(getBalance, { as, params: { campusId, enrollmentId: here.enrolled.enrollmentId } })
  },
  'a member': (school) => {
    const { campusId } = school
    return school.call(getMember, { as, params: { campusId, memberId: memberOf(school) } })
  },
  'points spent': (school) => {
    const params = { campusId: school.campusId, memberId: memberOf(school) }
    return school.call(redeemPoints, { as, params, body: { points: 1, for: 'cashOffset' } })
  },
  'a complaint': (school) => school.call(fileComplaint, filing(school, 'normal')),
}

/** One request, asked of each school in turn. */
interface Compared {
  readonly units: readonly number[]
  readonly medianMs: readonly number[]
}

const unitsOf = ({ units }: Consumed): number => units.table + units.lookup + units.due

async function compare(schools: readonly GrownSchool[], request: Request, runs: number): Promise<Compared> {
  const took = schools.map((): number[] => [])
  const units = schools.map((): number[] => [])
  // The first two of each are not counted: connections open, code gets warm.
  for (let n = 0; n < runs + 2; n += 1) {
    for (const at of schools.keys()) {
      const turn = (at + n) % schools.length
      const { school, capacity } = schools[turn] ?? missing()
      const from = performance.now()
      const consumed = await capacity.during(() => request(school, n))
      if (n < 2) continue
      took[turn]?.push(performance.now() - from)
      units[turn]?.push(unitsOf(consumed))
    }
  }
  return { units: units.map(median), medianMs: took.map(median) }
}

function missing(): never {
  throw new RangeError('as many schools as sizes')
}

const rowOf = (what: string, { units, medianMs }: Compared) => {
  const [few = 0, many = 0] = medianMs
  const ratio = few > 0 ? rounded(many / few) : 0
  return {
    what,
    'units, few': units[0],
    'units, many': units.at(-1),
    ...(few > 0 && { 'ms, few': rounded(few), 'ms, many': rounded(many), ratio }),
    ...heldAgainst('latency', ratio, growthReach),
    ...heldAgainst('units', units.at(-1) ?? 0, units[0] ?? 0),
  }
}

/** What the minute's job of leads reads and writes when nothing is due, and when what is due in the first school is. */
async function dueJobs(schools: readonly GrownSchool[]) {
  const work = async (): Promise<Compared> => {
    const units: number[] = []
    for (const { school, capacity } of schools) {
      units.push(unitsOf(await capacity.during(() => school.work('leads', JSON.stringify({ kind: 'due' })))))
    }
    return { units, medianMs: [] }
  }
  const nothing = await work()
  for (const { school } of schools) school.wait(2 * dayMs)
  return [rowOf("the minute's jobs of leads, nothing due", nothing), rowOf('the same, two days later', await work())]
}

/**
 * The same requests in schools of several sizes.
 * @param sizes numbers of students, fewest first
 * @param runs of each request in each school
 */
export async function growth(sizes: readonly number[], runs: number): Promise<readonly object[]> {
  const from = performance.now()
  const { schools, stop } = await growSchools(sizes)
  const seconds = Math.round((performance.now() - from) / 1000)
  try {
    const jobs = await dueJobs(schools)
    const rows: object[] = []
    for (const [what, request] of Object.entries(requests))
      rows.push(rowOf(what, await compare(schools, request, runs)))
    const sized = schools.map(({ students, items }) => `${students} students: ${items} items`).join('; ')
    return [...rows, ...jobs, { what: `${sized}; made in ${seconds} s` }]
  } finally {
    await stop()
  }
}
