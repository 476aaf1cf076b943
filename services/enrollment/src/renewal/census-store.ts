import { countedStudentReply } from '@tutelage/shared/contracts/enrollment/renewal-routes.ts'
import { idField, localDateField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext, Context } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition, chainPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id, StaffId, StudentId } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { type CampusScope, enterCampus } from '@tutelage/shared/kernel/scope.ts'
import * as z from 'zod'
import { type CountedStudent, emptyTally, type Tally } from './renewal.ts'

/** A term whose students were counted, until its renewals were closed after the cut-off. */
const censusItem = defineItem('census', () =>
  z.object({
    campusId: idField('campus'),
    termId: idField('term'),
    censusOn: localDateField(),
    cutOffOn: localDateField(),
    status: z.enum(['taken', 'closed']),
  }),
)
export type Census = Omit<ReturnType<typeof censusItem.read>['value'], 'campusId'>
const studentItem = defineItem('countedStudent', () =>
  countedStudentReply().extend({
    termEndsOn: localDateField(),
    cutOffOn: localDateField(),
    householdId: idField('household'),
    renewalTold: z.boolean(),
    lapseTold: z.boolean(),
  }),
)
const tallyItem = defineItem('renewalTally', () =>
  z.object({ counted: z.int(), renewed: z.int(), lapsed: z.int(), naturalEnds: z.int(), promoted: z.int() }),
)
const classItem = defineItem('censusClass', () => z.object({ classGroupId: idField('classGroup') }))
const workItem = defineItem('renewalWork', () =>
  z.object({ termId: idField('term'), studentId: idField('student'), classGroupId: idField('classGroup') }),
)

/** What a tally is of. */
export type TallyScope =
  | { readonly of: 'CAMPUS' }
  | { readonly of: 'CLASS'; readonly id: Id<'classGroup'> }
  | { readonly of: 'COURSE'; readonly id: Id<'course'> }
  | { readonly of: 'TEACHER'; readonly id: StaffId }

const censusKey = ({ campus }: CampusContext, termId: Id<'term'>): ItemKey => campusKey(campus, 'CENSUSES', termId)
type StudentKey = Pick<CountedStudent, 'termId' | 'studentId' | 'classGroupId'>
const studentKey = ({ campus }: CampusContext, { termId, studentId, classGroupId }: StudentKey): ItemKey =>
  campusKey(campus, `CENSUSOF#${studentId}`, `${termId}#${classGroupId}`)
const inTerm = (termId: Id<'term'>): string => `CENSUS#${termId}`
const nameOf = (scope: TallyScope): string => (scope.of === 'CAMPUS' ? scope.of : `${scope.of}#${scope.id}`)
const tallyKey = ({ campus }: Pick<CampusContext, 'campus'>, termId: Id<'term'>, scope: TallyScope): ItemKey =>
  campusKey(campus, inTerm(termId), `TALLY#${nameOf(scope)}`)
const classesOf = (scope: TallyScope): string => `CLASSES#${nameOf(scope)}#`
const workOf = (learningManagerId: string | undefined): string => `RENEWALWORK#${learningManagerId ?? 'nobody'}`

export const findCensus = async (context: CampusContext, termId: Id<'term'>): Promise<Stored<Census> | undefined> =>
  censusItem.find(await context.table.get(censusKey(context, termId)))

/** The terms that were counted, in order of their ids: a campus has a few each year. */
export const loadCensuses = ({ table, campus }: CampusContext): Promise<readonly Stored<Census>[]> =>
  readAll(table, censusItem, { pk: campusPartition(campus, 'CENSUSES') })

/** @param version as it was read, or 0 for a term that is counted now */
export const writeCensus = (context: CampusContext, census: Census, version: number): Write =>
  censusItem.write(
    censusKey(context, census.termId),
    { ...census, campusId: context.campus.campusId },
    {
      version,
      indexes: {
        lookupPk: chainPartition(context.scope, 'CENSUSES'),
        lookupSk: `${census.censusOn}#${context.campus.campusId}#${census.termId}`,
      },
    },
  )

/** A term that was counted, and the campus that the caller was let into. */
interface CampusCensus {
  readonly campus: CampusScope
  readonly census: Census
}

/** The terms of the chain's campuses, as far as the caller may see them, whose census was in a period; it may be a moment behind. */
export async function listCensusesBetween(
  { table, scope }: Context,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly CampusCensus[]> {
  const pk = chainPartition(scope, 'CENSUSES')
  const found = await readAll(table, censusItem, { index: 'lookup', pk, sk: { from, to: `${to}#~` } })
  return found.flatMap(({ value: { campusId, ...census } }) => {
    const campus = enterCampus(scope, campusId)
    return campus ? [{ campus, census }] : []
  })
}

/** The tally of the campus for each of these, in their order: nobody's where nobody was counted. */
export async function loadCampusTallies(
  { table }: Context,
  censuses: readonly CampusCensus[],
): Promise<readonly Tally[]> {
  const keys = censuses.map(({ campus, census }) => tallyKey({ campus }, census.termId, { of: 'CAMPUS' }))
  const found: Tally[] = []
  for (let at = 0; at < keys.length; at += 100) {
    const items = await table.getMany(keys.slice(at, at + 100))
    found.push(...items.map((item) => tallyItem.find(item)?.value ?? emptyTally))
  }
  return found
}

/** @param version as it was read, or 0 for who is counted now */
export const writeStudent = (context: CampusContext, student: CountedStudent, version: number): Write =>
  studentItem.write(
    studentKey(context, student),
    { ...student, outcome: { ...student.outcome }, promotion: student.promotion && { ...student.promotion } },
    {
      version,
      indexes: {
        lookupPk: campusPartition(context.campus, inTerm(student.termId)),
        lookupSk: `${student.classGroupId}#${student.studentId}`,
      },
    },
  )

/** Everything that a student was counted for under one of their ids: a term and a class each. */
export const loadCounted = (
  { table, campus }: CampusContext,
  studentId: StudentId,
): Promise<readonly Stored<CountedStudent>[]> =>
  readAll(table, studentItem, { pk: campusPartition(campus, `CENSUSOF#${studentId}`) })

/** Everything that a student was counted for under any of their ids: what a merge moves may be on its way. Rule: L3. */
export async function loadCountedUnder(
  context: CampusContext,
  studentIds: readonly StudentId[],
): Promise<readonly Stored<CountedStudent>[]> {
  return (await Promise.all(studentIds.map((studentId) => loadCounted(context, studentId)))).flat()
}

/** Those of up to 100 who were counted, as they stand. */
export async function loadStudents(
  context: CampusContext,
  keys: readonly StudentKey[],
): Promise<readonly Stored<CountedStudent>[]> {
  if (keys.length === 0) return []
  const items = await context.table.getMany(keys.map((key) => studentKey(context, key)))
  return items.flatMap((item) => studentItem.find(item) ?? [])
}

/** One page of who was counted in a term, or in one class of it, class by class; it may be a moment behind. */
export const listCounted = (
  { table, campus }: CampusContext,
  { termId, classGroupId }: { readonly termId: Id<'term'>; readonly classGroupId?: Id<'classGroup'> },
  page: PageRequest,
) =>
  readPage(table, studentItem, {
    index: 'lookup',
    pk: campusPartition(campus, inTerm(termId)),
    ...(classGroupId && { sk: { beginsWith: `${classGroupId}#` } }),
    ...page,
  })

/** The tally of a scope; nothing when nobody was counted in it. */
export const findTally = async (
  context: CampusContext,
  termId: Id<'term'>,
  scope: TallyScope,
): Promise<Tally | undefined> => tallyItem.find(await context.table.get(tallyKey(context, termId, scope)))?.value

interface TallyChange {
  readonly termId: Id<'term'>
  readonly scope: TallyScope
  readonly change: Tally
}

/** Adds to a tally that was begun. */
export const addToTally = (context: CampusContext, { termId, scope, change }: TallyChange): Write => ({
  op: 'add',
  key: tallyKey(context, termId, scope),
  add: { ...change },
})

/** Counts students into a tally as it was read, or begins it; refused when others were counted in it since. */
export function countInTally(
  context: CampusContext,
  { termId, scope, change, known }: TallyChange & { readonly known: Tally | undefined },
): Write {
  const key = tallyKey(context, termId, scope)
  if (!known) return tallyItem.write(key, change, { version: 0 })
  const counted = known.counted + change.counted
  return { op: 'add', key, add: { ...change }, within: { counted: { min: counted, max: counted } } }
}

/** Names a class among those of its course, or of its teacher, on the census date. */
export const addClass = (
  { campus }: CampusContext,
  termId: Id<'term'>,
  { scope, classGroupId }: { readonly scope: TallyScope; readonly classGroupId: Id<'classGroup'> },
): Write =>
  classItem.write(
    campusKey(campus, inTerm(termId), `${classesOf(scope)}${classGroupId}`),
    { classGroupId },
    { version: 0 },
  )

/** One page of the classes of a course, or of a teacher, on the census date. */
export const listClasses = (
  { table, campus }: CampusContext,
  { termId, scope }: { readonly termId: Id<'term'>; readonly scope: TallyScope },
  page: PageRequest,
) =>
  readPage(table, classItem, {
    pk: campusPartition(campus, inTerm(termId)),
    sk: { beginsWith: classesOf(scope) },
    ...page,
  })

const workKey = ({ campus }: CampusContext, student: CountedStudent): ItemKey =>
  campusKey(
    campus,
    workOf(student.learningManagerId),
    `${student.cutOffOn}#${student.studentId}#${student.classGroupId}`,
  )

/** Puts a family on the list of its learning manager. */
export const addWork = (context: CampusContext, student: CountedStudent): Write => {
  const { termId, studentId, classGroupId } = student
  return workItem.write(workKey(context, student), { termId, studentId, classGroupId }, { version: 0 })
}

/** Takes a family off the list. */
export const removeWork = (context: CampusContext, student: CountedStudent): Write => ({
  op: 'delete',
  key: workKey(context, student),
  when: 'present',
})

/** One page of a learning manager's list, or of nobody's, the nearest cut-off first. */
export const listWork = ({ table, campus }: CampusContext, learningManagerId: string | undefined, page: PageRequest) =>
  readPage(table, workItem, { pk: campusPartition(campus, workOf(learningManagerId)), ...page })
