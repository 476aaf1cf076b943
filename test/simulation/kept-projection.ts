import type { Item } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'
import type { Cloud } from './cloud.ts'
import type { AtRest } from './loyalty-projection.ts'
import { type Fact, latest } from './published-facts.ts'

const signalSchema = z.object({
  signal: z.object({
    kind: z.string(),
    evidence: z.string(),
    studentId: z.string().optional(),
    counts: z.boolean().optional(),
  }),
})
const studentSchema = z.object({ studentId: z.string(), mergedInto: z.string().optional() })
const languageSchema = z.object({ pk: z.string(), language: z.string() })

const named = ({ facts }: AtRest, ...names: readonly string[]): readonly Fact[] =>
  names.flatMap((name) => facts.get(name) ?? [])

const ofKind = (items: readonly Item[], kind: string): readonly Item[] => items.filter(({ entity }) => entity === kind)

/** Every service keeps the campus as leads has it. */
export function checkCampus({ deployed, witness, of }: Cloud): void {
  const profileIn = (items: readonly Item[]) => ofKind(items, 'campus').map(({ profile }) => JSON.stringify(profile))
  const own = profileIn(of('leads').table.all())
  for (const { service, table } of deployed) {
    const kept = profileIn(table.all())
    witness.expect(kept.join() === own.join(), 'a campus is kept as it was configured', service.name, kept, own)
  }
}

/** Enrollment knows each student that leads told of, and which turned out to be another. */
export function checkStudents(rest: AtRest): void {
  const known = new Map(
    ofKind(rest.items, 'student').map((item) => {
      const { studentId, mergedInto } = studentSchema.parse(item)
      return [studentId, mergedInto]
    }),
  )
  for (const { data } of named(rest, 'LeadCaptured')) {
    rest.witness.expect(known.has(String(data.studentId)), 'who was captured can be enrolled', data)
  }
  for (const { data } of named(rest, 'LeadMerged')) {
    if (data.studentId === data.mergedStudentId) continue
    const into = known.get(String(data.mergedStudentId))
    rest.witness.expect(into === data.studentId, 'a merged student is the survivor', data, into)
  }
}

/** Feedback writes to each household in the language that it chose last. */
export function checkLanguages(rest: AtRest): void {
  const kept = new Map(
    ofKind(rest.items, 'householdLanguage').map((item) => {
      const { pk, language } = languageSchema.parse(item)
      return [pk.split('HOUSEHOLD#')[1], language]
    }),
  )
  const changes = named(rest, 'ContactPreferenceChanged')
  for (const [householdId, { data }] of latest(changes, ({ data }) => String(data.householdId))) {
    const language = kept.get(householdId)
    rest.witness.expect(language === data.language, 'a household reads in its language', data, language)
  }
}

/** The signals by which families are watched are what enrollment and feedback told last. */
export function checkSignals(rest: AtRest): void {
  const standing = new Map<string, boolean>()
  for (const item of ofKind(rest.items, 'dangerSignal')) {
    const { kind, evidence, studentId, counts } = signalSchema.parse(item).signal
    standing.set([kind, evidence, kind === 'complaint' ? '' : studentId].join(' '), counts ?? true)
  }
  const agree = (name: string, counts: boolean, data: unknown): void =>
    rest.witness.expect((standing.get(name) ?? false) === counts, 'a danger is told of by what stands', name, data)
  const marks = named(rest, 'LessonAttended', 'LessonMissed', 'AttendanceCorrected')
  for (const { data } of latest(marks, ({ data }) => `${data.studentId} ${data.lessonId}`).values()) {
    agree(`absence ${data.lessonId} ${data.studentId}`, (data.after ?? data.status) === 'absent', data)
  }
  const complaints = named(rest, 'ComplaintFiled', 'ComplaintReopened', 'ComplaintResolved')
  for (const [id, { name, data }] of latest(complaints, ({ data }) => String(data.complaintId))) {
    agree(`complaint ${id} `, name !== 'ComplaintResolved', data)
  }
  // Those taken back first: of one version they are the last word, as after a merge, when the versions of a grade begin anew.
  const withdrawn = named(rest, 'GradeRecorded').filter(({ data }) => data.fallWithdrawn === true)
  const falls = [...withdrawn, ...named(rest, 'GradeFell')]
  for (const { name, data } of latest(falls, ({ data }) => `${data.householdId} ${data.gradeId}`).values()) {
    agree(`gradeFell ${data.gradeId} ${data.studentId}`, name === 'GradeFell', data)
  }
  for (const { data } of named(rest, 'LowSatisfactionDetected')) {
    agree(`lowSatisfaction ${data.surveyId} ${data.studentId}`, true, data)
  }
}
