import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'
import { type Fact, latest } from './published-facts.ts'

const commitmentSchema = z.object({
  commitment: z.object({ studentId: z.string(), lessonId: z.string(), status: z.string() }),
})
const pauseSchema = z.object({ complaintId: z.string(), open: z.boolean() })
const leadSchema = z.object({
  leadId: z.string(),
  studentId: z.string(),
  stages: z.array(z.object({ stage: z.string() })),
  mergedInto: z.string().optional(),
})

const named = ({ facts }: AtRest, ...names: readonly string[]): readonly Fact[] =>
  names.flatMap((name) => facts.get(name) ?? [])

/** Compares the handbook's promises with the latest marks of attendance. */
export function checkFeedback(rest: AtRest): void {
  const promises = rest.items.filter(({ entity }) => entity === 'commitment')
  const standing = new Map<string, string>()
  for (const item of promises) {
    const { studentId, lessonId, status } = commitmentSchema.parse(item).commitment
    standing.set(`${studentId} ${lessonId}`, status)
  }
  const marks = named(rest, 'LessonAttended', 'LessonMissed', 'AttendanceCorrected')
  for (const [thing, { data }] of latest(marks, ({ data }) => `${data.studentId} ${data.lessonId}`)) {
    const absent = (data.after ?? data.status) === 'absent'
    const status = standing.get(thing)
    const agree = absent
      ? status !== undefined && status !== 'cancelled'
      : status === undefined || status === 'cancelled'
    rest.witness.expect(agree, 'an absence is a promise of a call', thing, status, data)
  }
}

/** Compares won leads and paused promotions with what enrollment and feedback told. */
export function checkLeads(rest: AtRest): void {
  const leads = rest.items.filter(({ entity }) => entity === 'lead').map((item) => leadSchema.parse(item))
  const enrolled = new Set(named(rest, 'StudentEnrolled').map(({ data }) => String(data.studentId)))
  const converted = new Set(named(rest, 'LeadConverted').map(({ data }) => String(data.leadId)))
  const survivorOf = (leadId: string): string => {
    const into = leads.find((lead) => lead.leadId === leadId)?.mergedInto
    return into === undefined ? leadId : survivorOf(into)
  }
  const families = Map.groupBy(leads, ({ leadId }) => survivorOf(leadId))
  for (const { leadId, stages, mergedInto } of leads) {
    if (mergedInto !== undefined) continue
    const won = stages.at(-1)?.stage === 'won'
    const ones = families.get(leadId) ?? []
    const anyEnrolled = ones.some(({ studentId }) => enrolled.has(studentId))
    rest.witness.expect(won === anyEnrolled, 'who enrolls is won', leadId, stages)
    const isTold = ones.some((one) => converted.has(one.leadId))
    rest.witness.expect(won === isTold, 'a won lead is told', leadId)
  }
  const complaints = named(rest, 'ComplaintFiled', 'ComplaintReopened', 'ComplaintResolved')
  const pauses = new Map<string, boolean>()
  for (const item of rest.items.filter(({ entity }) => entity === 'complaintPause')) {
    const { complaintId, open } = pauseSchema.parse(item)
    pauses.set(complaintId, open)
  }
  for (const [complaintId, { name }] of latest(complaints, ({ data }) => String(data.complaintId))) {
    const open = name !== 'ComplaintResolved'
    rest.witness.expect(
      pauses.get(complaintId) === open,
      'promotions pause while a complaint is open',
      complaintId,
      name,
    )
  }
}
