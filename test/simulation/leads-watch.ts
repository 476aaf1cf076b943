import * as z from 'zod'
import { Sums, type Watch, type Witness } from './witness.ts'

const studentSchema = z.object({ studentId: z.string(), number: z.string() })
const lessonSchema = z.object({ capacity: z.int(), seatsTaken: z.int() })

/** Watches that numbers belong to one student for life, and that no trial lesson is overfull. */
export function watchLeads(witness: Witness): Watch {
  const numbers = new Map<string, string>()
  const seats = new Sums()
  return (service, changes) => {
    if (service !== 'leads') return
    for (const { key, before, after } of changes) {
      const entity = after?.entity ?? before?.entity
      if (entity === 'trialSeat') seats.add(key.pk, Number(!!after) - Number(!!before))
      if (entity !== 'student' || !after) continue
      const { studentId, number } = studentSchema.parse(after)
      const owner = numbers.get(number) ?? studentId
      witness.expect(owner === studentId, 'a student number is one student', number, owner, studentId)
      numbers.set(number, owner)
    }
    for (const { key, after } of changes) {
      if (after?.entity !== 'trialLesson') continue
      const { capacity, seatsTaken } = lessonSchema.parse(after)
      witness.expect(seatsTaken <= capacity, 'seats never exceed capacity', key, seatsTaken)
      witness.expect(seats.of(key.pk) === seatsTaken, 'a seat is one booking', key, seatsTaken)
    }
  }
}
