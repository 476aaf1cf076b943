import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, type Refusal, refuse } from '@tutelage/shared/kernel/decision.ts'
import { checkClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { loadSeats } from '../enrolling/enrollment-store.ts'
import { checkGuests, type Guest, loadGuests } from '../make-up/guest-store.ts'
import { type Agenda, lessonsIn, withLessons, withoutLessons } from './agenda.ts'
import { loadAgendas, loadClassTimes, writeAgenda } from './agenda-store.ts'
import { moveGuestTimes } from './guest-time.ts'
import { takeLanes } from './lane-store.ts'
import { findClash, type Lesson } from './lesson.ts'
import { type Progress, writeProgress } from './progress-store.ts'
import { findStudentClash, guestTimes, otherThan, type StudentClasses } from './student-classes.ts'
import { loadStudentClasses } from './student-classes-store.ts'

/** A change of the timetable of one class: lessons that leave their times, and lessons that take some. */
export interface LessonPlan {
  readonly classGroup: Stored<ClassGroup>
  /** Of the class, as the limits of the change were judged by it: the commit fails when it was changed since. */
  readonly progress: Stored<Progress>
  /** As they stand on the timetable now. */
  readonly leaving: readonly Lesson[]
  /** As they shall stand; those of `leaving` again when they move. */
  readonly coming: readonly Lesson[]
}

/** What a change of the timetable writes, and who hears of it beside the class. */
export interface PlannedLessons {
  readonly writes: readonly Write[]
  /** Of the lessons that move to another time, at most five each; the writes fail when somebody books or cancels since. */
  readonly guests: readonly Guest[]
}

type Busy = 'teacherBusy' | 'roomBusy' | 'studentBusy'

const codes = { teacher: 'teacherBusy', room: 'roomBusy', classGroup: 'studentBusy' } as const

/** The first lesson of a plan that finds its teacher, its room or its own class busy. */
function findBusy(agendas: readonly Agenda[], coming: readonly Lesson[]): Refusal<Busy> | undefined {
  for (const agenda of agendas) {
    const clash = findClash(lessonsIn(agenda, coming), agenda.busy)
    if (clash) return refuse(codes[agenda.owner.kind], { ...clash })
  }
  return undefined
}

/** The lessons that stand at a time at which they do not stand now. */
const newTimes = ({ leaving, coming }: LessonPlan): readonly Lesson[] =>
  coming.filter(
    ({ lessonId, startsAt, endsAt }) =>
      !leaving.some((one) => one.lessonId === lessonId && one.startsAt === startsAt && one.endsAt === endsAt),
  )

/** Who sits in a class, and who is a guest of one of its lessons that move: who books such a lesson meanwhile meets the check. */
async function studentsOf(context: CampusContext, { classGroup, leaving }: LessonPlan, times: readonly Lesson[]) {
  const moving = times.map(({ lessonId }) => lessonId).filter((id) => leaving.some(({ lessonId }) => lessonId === id))
  const [seats, booked] = await Promise.all([
    loadSeats(context, classGroup.value.classGroupId),
    loadGuests(context, moving),
  ])
  const guests = booked.flatMap(({ value }) => value)
  const ids = new Set([...seats, ...guests].map(({ studentId }) => studentId))
  return {
    students: await loadStudentClasses(context, [...ids]),
    guests,
    checks: moving.map((lessonId, at) => checkGuests(context, lessonId, booked[at]?.version ?? 0)),
  }
}

/** Whether a student may be busy elsewhere. */
const isElsewhere = (student: StudentClasses, classGroupId: ClassGroup['classGroupId']): boolean =>
  otherThan(student, classGroupId).length > 0 || guestTimes(student, classGroupId).length > 0

/** When some students are guests elsewhere, read once their lanes are: another may move such a lesson meanwhile. */
async function guestTimesNow(
  context: CampusContext,
  students: readonly Stored<StudentClasses>[],
  classGroupId: ClassGroup['classGroupId'],
) {
  const guests = students.filter(({ value }) => guestTimes(value, classGroupId).length > 0)
  const now = await loadStudentClasses(
    context,
    guests.map(({ value }) => value.studentId),
  )
  return now.flatMap(({ value }) => guestTimes(value, classGroupId))
}

/**
 * Whether every student of the class, and every guest of a lesson that moves, has time. Others who plan for a student that sits in
 * several classes, or is a guest somewhere, are met at the student's lane; seats that are taken meanwhile, in this class or by its
 * students in another, at the class group.
 */
async function studentsHaveTime(
  context: CampusContext,
  plan: LessonPlan,
  times: readonly Lesson[],
): Promise<Decision<PlannedLessons, 'studentBusy'>> {
  const { classGroupId } = plan.classGroup.value
  const { students, guests, checks } = await studentsOf(context, plan, times)
  const sharing = students.filter(({ value }) => isElsewhere(value, classGroupId))
  const writes = await takeLanes(
    context,
    sharing.map(({ value }) => value.studentId),
  )
  const others = new Set(sharing.flatMap(({ value }) => otherThan(value, classGroupId)).map((one) => one.classGroupId))
  const asGuests = await guestTimesNow(context, sharing, classGroupId)
  const clash = findStudentClash(times, [...(await loadClassTimes(context, [...others], times)), ...asGuests])
  if (clash) return refuse('studentBusy', { ...clash })
  const moved = moveGuestTimes(context, students, times)
  const seats = checkClassGroup(context, classGroupId, plan.classGroup.version)
  return accept({ writes: [...writes, ...moved, ...checks, seats], guests })
}

const isSame = ({ busy }: Agenda, { busy: before }: Agenda): boolean => {
  const texts = (slots: Agenda['busy']): string => JSON.stringify(slots.map((slot) => JSON.stringify(slot)).sort())
  return texts(busy) === texts(before)
}

/**
 * What a change of a class's timetable writes beside the lessons themselves: everybody's agendas, the class's progress, and
 * where others who plan at the same time are met.
 * @returns the writes, and the guests of what moves; or refuses `teacherBusy`, `roomBusy` or `studentBusy` with the time and the lesson that takes it (none when it
 * is another of the plan)
 * Rule: E2.
 */
export async function planLessons(context: CampusContext, plan: LessonPlan): Promise<Decision<PlannedLessons, Busy>> {
  const { classGroup, progress, leaving, coming } = plan
  const agendas = await loadAgendas(context, [...leaving, ...coming])
  const left = agendas.map(({ value, version }) => ({ before: value, version, value: withoutLessons(value, leaving) }))
  const busy = findBusy(
    left.map(({ value }) => value),
    coming,
  )
  if (busy) return busy
  const times = newTimes(plan)
  const students = times.length > 0 ? await studentsHaveTime(context, plan, times) : accept({ writes: [], guests: [] })
  if (!students.ok) return students
  const changed = left
    .map((agenda) => ({ ...agenda, value: withLessons(agenda.value, coming) }))
    .filter(({ before, value }) => !isSame(before, value))
  const { classGroupId } = classGroup.value
  const scheduled = progress.value.scheduled + coming.length - leaving.length
  const moves = times.length > 0 || coming.length !== leaving.length
  return accept({
    writes: [
      ...changed.map((agenda) => writeAgenda(context, agenda)),
      ...(moves
        ? [writeProgress(context, classGroupId, { ...progress, value: { ...progress.value, scheduled } })]
        : []),
      ...students.value.writes,
    ],
    guests: students.value.guests,
  })
}
