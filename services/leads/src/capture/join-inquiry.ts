import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { assignInTurn } from '../assignment/give-lead.ts'
import { claimContact } from '../customers/contact-store.ts'
import {
  claimNumber,
  type Family,
  findFamily,
  writeGuardian,
  writeHousehold,
  writeStudent,
} from '../customers/customer-store.ts'
import { guardianWith, learnedOf, newStudent, type Student, studentNamed } from '../customers/person.ts'
import { numberFor } from '../customers/student-number.ts'
import type { FollowUp } from '../follow-ups/follow-up.ts'
import { writeFollowUp } from '../follow-ups/follow-up-store.ts'
import { openFollowUp } from '../follow-ups/open-follow-up.ts'
import { type Lead, leadEnquiredAgain } from '../pipeline/lead.ts'
import type { Captured, InquiryRequest } from './captured.ts'
import { isTrusted } from './inquiry.ts'

/**
 * One more inquiry of somebody we know. What it states is added to the file with its own provenance and replaces
 * nothing; a lost lead is open again; whoever owns the lead owes an answer, unless one is due already.
 * Rule: L3, L4, L6, L7.
 */
export async function joinInquiry(context: CampusContext, known: Lead, request: InquiryRequest): Promise<Captured> {
  const family = await findFamily(context, known.householdId)
  if (!family) throw new Error(`${known.leadId} has no household`)
  const persons = personsAfter(context, known, family, request)
  const owed = await owedAnswer(context, leadEnquiredAgain(known, context.now))
  return {
    ...owed,
    student: persons.student,
    writes: [
      ...persons.writes,
      ...request.unknown.map((contact) => claimContact(context, contact, known.leadId)),
      ...owed.writes,
    ],
  }
}

/** The contact that the lead is owed now. */
async function owedAnswer(context: CampusContext, lead: Lead): Promise<Omit<Captured, 'student'>> {
  if (lead.consultantId === undefined) return assignInTurn(context, lead)
  if (lead.openFollowUpIds.length > 0) return { lead, writes: [], events: [] }
  const opened: { lead: Lead; followUp: FollowUp } = await openFollowUp(context, lead, {
    consultantId: lead.consultantId,
    purpose: 'firstResponse',
  })
  return { ...opened, writes: [writeFollowUp(context, opened.followUp)], events: [] }
}

interface PersonsAfter {
  readonly student: Student
  readonly writes: readonly Write[]
}

/** Everybody of the household whom the inquiry changes, and the student that it is about. */
function personsAfter(context: CampusContext, lead: Lead, family: Family, request: InquiryRequest): PersonsAfter {
  const { contacts, provenance } = request
  const trusted = isTrusted(context.scope.actor)
  const guardian = family.guardians.find(({ guardianId }) => guardianId === lead.guardianId)
  const stated = contacts.map((contact) => ({ ...contact, confirmed: trusted, provenance }))
  const changed = guardian && guardianWith(guardian, stated)
  const guardianWrites = changed && changed !== guardian ? [writeGuardian(context, changed)] : []
  const about = studentAfter(context, lead, family, request)
  return { student: about.student, writes: [...guardianWrites, ...about.writes] }
}

/**
 * The student that an inquiry of a known household is about: the one of that name; for staff, who know the family, a
 * sibling with a number of their own; otherwise the lead's, since a form may hold a nickname.
 */
function studentAfter(context: CampusContext, lead: Lead, family: Family, request: InquiryRequest): PersonsAfter {
  const { command, provenance } = request
  const named = studentNamed(family.students, command.student.name)
  if (named) {
    const student = learnedOf(named, command.student, provenance)
    return { student, writes: student === named ? [] : [writeStudent(context, student)] }
  }
  const first = family.students.find(({ studentId }) => studentId === lead.studentId)
  if (first && !isTrusted(context.scope.actor)) return { student: first, writes: [] }
  return siblingOf(context, lead, family, request)
}

function siblingOf(context: CampusContext, { leadId }: Lead, { household }: Family, request: InquiryRequest) {
  const studentId = context.ids.next('student')
  const { householdId } = household
  const ids = { studentId, householdId, leadId, number: numberFor(studentId) }
  const student = newStudent(ids, request.command.student, request.provenance)
  const grown = { ...household, studentIds: [...household.studentIds, studentId] }
  return {
    student,
    writes: [writeHousehold(context, grown), writeStudent(context, student), claimNumber(context, student)],
  }
}
