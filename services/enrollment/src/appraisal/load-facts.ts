import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { StaffId } from '@tutelage/shared/kernel/ids.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { type HeldLesson, loadHeldLessons } from '../attendance/teacher-lessons.ts'
import { isValidOn } from '../certificates/certificate.ts'
import { loadCertificates } from '../certificates/certificate-store.ts'
import { findTally, loadCensuses } from '../renewal/census-store.ts'
import { addTally, emptyTally } from '../renewal/renewal.ts'
import type { AppraisalFacts } from './appraisal.ts'
import { type AppraisedPeriod, monthsOf } from './appraised-period.ts'
import { compareExams } from './compare-exams.ts'

/** Whose work, and when. */
export interface Appraised {
  readonly teacherId: StaffId
  readonly period: AppraisedPeriod
}

/** The lessons of the period in which the teacher was marked. */
async function loadLessons(context: CampusContext, { teacherId, period }: Appraised): Promise<readonly HeldLesson[]> {
  const { timeZone } = await loadCampus(context)
  const byMonth = await Promise.all(monthsOf(period).map((month) => loadHeldLessons(context, { teacherId, month })))
  return byMonth.flat().filter(({ startsAt }) => {
    const day = localDateOf(startsAt, timeZone)
    return period.from <= day && day <= period.to
  })
}

/** How the teacher's students renewed and were promoted: of the term, or of those whose cut-off is in the months; closed ones only. */
async function loadRenewals(context: CampusContext, { teacherId, period }: Appraised) {
  const { from, to, termId } = period
  const closed = (await loadCensuses(context)).filter(({ value }) => {
    const isAsked = termId ? value.termId === termId : from <= value.cutOffOn && value.cutOffOn <= to
    return value.status === 'closed' && isAsked
  })
  const scope = { of: 'TEACHER', id: teacherId } as const
  const tallies = await Promise.all(closed.map(({ value }) => findTally(context, value.termId, scope)))
  const { counted, naturalEnds, renewed, promoted } = tallies.reduce<typeof emptyTally>(
    (sum, tally) => addTally(sum, tally ?? emptyTally),
    emptyTally,
  )
  return { countedStudents: counted, naturalEnds, renewedStudents: renewed, promotedStudents: promoted }
}

/** The teacher's certificates at the end of the period: those issued until then, and which of them were valid. */
async function loadCertified(context: CampusContext, { teacherId, period: { to } }: Appraised) {
  const { value } = await loadCertificates(context, teacherId)
  const recorded = value.certificates.filter(({ issuedOn, withdrawn }) => !withdrawn && issuedOn <= to)
  return {
    recordedCertificates: recorded.length,
    validCertificates: recorded.filter((certificate) => isValidOn(certificate, to)).length,
  }
}

const sumOf = (lessons: readonly HeldLesson[], of: (lesson: HeldLesson) => number): number =>
  lessons.reduce((sum, lesson) => sum + of(lesson), 0)

/** Everything that enrollment knows of a teacher's work in a period. Rule: E17. */
export async function loadFacts(context: CampusContext, appraised: Appraised): Promise<AppraisalFacts> {
  const lessons = await loadLessons(context, appraised)
  const [renewals, certificates, exams] = await Promise.all([
    loadRenewals(context, appraised),
    loadCertified(context, appraised),
    compareExams(context, lessons, appraised.period),
  ])
  const isThere = ({ teacher: { status } }: HeldLesson): boolean => status === 'attended' || status === 'late'
  return {
    months: monthsOf(appraised.period).length,
    markedLessons: lessons.length,
    givenLessons: lessons.filter(isThere).length,
    onTimeLessons: lessons.filter(({ teacher }) => teacher.status === 'attended').length,
    dueStudents: sumOf(lessons, ({ sheet }) => sheet.dueStudents),
    presentStudents: sumOf(lessons, ({ sheet }) => sheet.presentStudents),
    ...renewals,
    ...certificates,
    ...exams,
  }
}
