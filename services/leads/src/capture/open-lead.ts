import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { assignInTurn } from '../assignment/give-lead.ts'
import { claimContact } from '../customers/contact-store.ts'
import { claimNumber, writeGuardian, writeHousehold, writeStudent } from '../customers/customer-store.ts'
import { type Guardian, type Household, newStudent } from '../customers/person.ts'
import { preferencesIn } from '../customers/preference.ts'
import { collected } from '../customers/provenance.ts'
import { numberFor } from '../customers/student-number.ts'
import { type LeadPersons, newLead } from '../pipeline/lead.ts'
import type { Captured, InquiryRequest } from './captured.ts'

/**
 * A lead for somebody whom nobody knows yet: household, guardian, student with a number for life, and an owner in turn.
 * Rule: L1, L2, L3, L4, L5.
 */
export async function openLead(context: CampusContext, request: InquiryRequest): Promise<Captured> {
  const { ids, now } = context
  const persons: LeadPersons = {
    leadId: ids.next('lead'),
    householdId: ids.next('household'),
    guardianId: ids.next('guardian'),
    studentId: ids.next('student'),
  }
  const { household, guardian, student } = await familyOf(context, persons, request)
  const assignment = await assignInTurn(context, newLead(persons, now))
  return {
    ...assignment,
    student,
    writes: [
      writeHousehold(context, household),
      writeGuardian(context, guardian),
      writeStudent(context, student),
      claimNumber(context, student),
      ...request.unknown.map((contact) => claimContact(context, contact, persons.leadId)),
      ...assignment.writes,
    ],
  }
}

async function familyOf(context: CampusContext, persons: LeadPersons, request: InquiryRequest) {
  const { command, contacts, provenance } = request
  const { leadId, householdId, guardianId, studentId } = persons
  const language = command.guardian.language ?? (await loadCampus(context)).language
  const household: Household = {
    householdId,
    campusIds: [context.campus.campusId],
    guardianIds: [guardianId],
    studentIds: [studentId],
    preferences: preferencesIn(language),
    preferencesVersion: 0,
    mergedHouseholdIds: [],
    version: 0,
  }
  const guardian: Guardian = {
    guardianId,
    householdId,
    name: collected(command.guardian.name, provenance),
    contacts: contacts.map((contact) => ({ ...contact, confirmed: true, provenance })),
    version: 0,
  }
  const number = numberFor(studentId)
  const student = newStudent({ studentId, householdId, leadId, number }, command.student, provenance)
  return { household, guardian, student }
}
