import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type { LocalDate } from '@tutelage/shared/kernel/instant.ts'
import { startOfDay } from '@tutelage/shared/kernel/time-zone.ts'
import { listClassesIn, listTerms, loadClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadSeatsAt } from '../enrolling/enrollment-store.ts'
import { loadPromotions } from '../promotion/promotion-store.ts'
import {
  addClass,
  addWork,
  countInTally,
  findTally,
  loadCensuses,
  loadStudents,
  type TallyScope,
  writeCensus,
  writeStudent,
} from './census-store.ts'
import { scopesOf } from './change-counted.ts'
import { countStudent } from './count-student.ts'
import { renewalPolicy } from './policy.ts'
import { addTally, type CountedStudent, type CountedTerm, datesOf, emptyTally, type Tally, tallyOf } from './renewal.ts'

/** One transaction: two items for each student, and those of their class. */
const studentsAtOnce = 30

/** The terms whose census date has come and that were not counted yet; not those that were over before. */
async function termsToCount(context: CampusContext, day: LocalDate): Promise<readonly CountedTerm[]> {
  const policy = await renewalPolicy.load(context)
  const known = new Set((await loadCensuses(context)).map(({ value }) => value.termId))
  const found: CountedTerm[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listTerms(context, { limit: 200, cursor })
    for (const { value } of page.items) {
      const dates = datesOf(value, policy)
      if (dates.censusOn <= day && day <= dates.cutOffOn && !known.has(value.termId)) found.push({ ...value, ...dates })
    }
    cursor = page.nextCursor
    if (cursor === undefined) return found
  }
}

/** Who sat in a class as the census date began, or sits there since, and is not counted yet. */
async function studentsOf(context: CampusContext, classGroup: ClassGroup, term: CountedTerm) {
  const { timeZone } = await loadCampus(context)
  const { classGroupId } = classGroup
  const seats = await loadSeatsAt(context, classGroupId, startOfDay(term.censusOn, timeZone))
  const { termId } = term
  const keys = seats.map(({ studentId }) => ({ termId, classGroupId, studentId }))
  const known: string[] = []
  for (let from = 0; from < keys.length; from += 100) {
    known.push(...(await loadStudents(context, keys.slice(from, from + 100))).map(({ value }) => value.studentId))
  }
  return seats.filter(({ studentId }) => !known.includes(studentId))
}

/** A tally as it was read before its students were looked for. */
interface KnownTally {
  readonly scope: TallyScope
  readonly known: Tally | undefined
}

/** The tallies that the students of a class count in. */
const talliesOf = (context: CampusContext, classGroup: ClassGroup, termId: Id<'term'>): Promise<KnownTally[]> =>
  Promise.all(scopesOf(classGroup).map(async (scope) => ({ scope, known: await findTally(context, termId, scope) })))

/** Those tallies with these students more, and where their class is named. */
function tallyWrites(
  context: CampusContext,
  tallies: readonly KnownTally[],
  students: readonly CountedStudent[],
): readonly Write[] {
  const [first] = students
  if (!first) return []
  const { termId, classGroupId } = first
  const change = students.reduce((sum, each) => addTally(sum, tallyOf(each)), emptyTally)
  const isNewClass = tallies.some(({ scope, known }) => scope.of === 'CLASS' && !known)
  const named = tallies.filter(({ scope: { of } }) => of === 'COURSE' || of === 'TEACHER')
  return [
    ...tallies.map((tally) => countInTally(context, { termId, change, ...tally })),
    ...(isNewClass ? named.map(({ scope }) => addClass(context, termId, { scope, classGroupId })) : []),
  ]
}

/**
 * Counts some students of a class; true when more of them may be left. The tallies are read first, and refuse when another run counted
 * somebody of the campus meanwhile: it may have been one of these, in their other class.
 */
async function countClass(context: CampusContext, classGroup: ClassGroup, term: CountedTerm): Promise<boolean> {
  const tallies = await talliesOf(context, classGroup, term.termId)
  const seats = await studentsOf(context, classGroup, term)
  const promotions = await loadPromotions(context, classGroup.classGroupId)
  const students: CountedStudent[] = []
  for (let from = 0; from < seats.length && students.length < studentsAtOnce; from += studentsAtOnce) {
    const some = seats.slice(from, from + studentsAtOnce)
    const counted = await Promise.all(some.map((seat) => countStudent(context, { seat, classGroup, term, promotions })))
    const room = studentsAtOnce - students.length
    students.push(...counted.filter((student) => student !== undefined).slice(0, room))
  }
  const open = students.filter(({ outcome }) => outcome.status === 'open')
  await context.commit({
    writes: [
      ...students.map((student) => writeStudent(context, student, 0)),
      ...open.map((student) => addWork(context, student)),
      ...tallyWrites(context, tallies, students),
    ],
    answer: null,
  })
  return students.length === studentsAtOnce
}

/** All classes of a term were looked at: it is counted. */
async function finish(context: CampusContext, { termId, censusOn, cutOffOn }: CountedTerm): Promise<void> {
  const census = { termId, censusOn, cutOffOn, status: 'taken' as const }
  await context.commit({ writes: [writeCensus(context, census, 0)], answer: null })
}

/** Instead of a place in the classes of a term. */
const allClasses = 'all'

/** The term that is counted now, and where in its classes; one that is not due any more, as the policy changed, is left. */
function placeOf(terms: readonly [CountedTerm, ...CountedTerm[]], cursor: string | undefined) {
  const [termId, inner] = cursor?.split('>') ?? []
  const term = terms.find((one) => one.termId === termId)
  return term ? { term, inner: inner || undefined } : { term: terms[0], inner: undefined }
}

/**
 * Counts who sits in the classes of a term on its census date: one class, or thirty students of it, at a time. A class that is
 * counted again after a crash counts nobody twice.
 * @param cursor a term and where in its classes
 * Rule: E14.
 */
export async function takeCensus(
  day: LocalDate,
  cursor: string | undefined,
  context: CampusContext,
): Promise<string | undefined> {
  const [first, ...others] = await termsToCount(context, day)
  if (!first) return undefined
  const { term, inner } = placeOf([first, ...others], cursor)
  if (inner === allClasses) {
    await finish(context, term)
    return others.length > 0 ? '>' : undefined
  }
  const page = await listClassesIn(context, term.termId, { limit: 1, cursor: inner })
  const next = `${term.termId}>${page.nextCursor ?? allClasses}`
  const [classGroupId] = page.classGroupIds
  if (!classGroupId) return next
  const classGroup = await loadClassGroup(context, classGroupId)
  return (await countClass(context, classGroup, term)) ? `${term.termId}>${inner ?? ''}` : next
}
