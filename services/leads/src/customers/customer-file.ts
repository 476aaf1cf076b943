import type { Guardian, Student } from './person.ts'
import type { Datum, Provenance } from './provenance.ts'

type Sources = Record<string, Provenance>

function sourcesOf(data: Readonly<Record<string, Datum<unknown> | undefined>>): Sources {
  return Object.fromEntries(Object.entries(data).flatMap(([name, datum]) => (datum ? [[name, datum.provenance]] : [])))
}

/** A guardian as the file shows them: values, contacts, and by field where they came from. Rule: L1, L4. */
export const guardianPage = ({ guardianId, name, contacts }: Guardian) => ({
  guardianId,
  name: name.value,
  contacts: contacts.map((contact) => ({ ...contact })),
  provenance: sourcesOf({ name }),
})

/** A student as the file shows them. Rule: L1, L2, L4. */
export function studentPage(student: Student) {
  const { studentId, number, formerNumbers, name, otherNames, sex, birthDate, school, grade } = student
  return {
    studentId,
    number,
    formerNumbers: [...formerNumbers],
    name: name.value,
    otherNames: otherNames.map(({ value }) => value),
    sex: sex?.value,
    birthDate: birthDate?.value,
    school: school?.value,
    grade: grade?.value,
    provenance: sourcesOf({ name, sex, birthDate, school, grade }),
  }
}
