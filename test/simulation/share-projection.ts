import type { Item } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'
import type { AtRest } from './loyalty-projection.ts'

const studentSchema = z.object({ studentId: z.string(), mergedInto: z.string().optional() })
const accountSchema = z.object({
  studentId: z.string(),
  classGroupId: z.string(),
  termId: z.string(),
  state: z.object({ status: z.string() }),
})
const countedSchema = z.object({
  studentId: z.string(),
  termId: z.string(),
  outcome: z.object({ status: z.string() }),
})
const classesSchema = z.object({ pk: z.string(), classes: z.array(z.object({ classGroupId: z.string() })) })
const movingSchema = z.object({ studentId: z.string() })
const standingSchema = z.object({ studentId: z.string(), isStudent: z.boolean(), years: z.int() })
const countsSchema = z.object({ students: z.int(), onPlan: z.int(), onLongPlan: z.int() })

const all = <Schema extends z.ZodType>(items: readonly Item[], kind: string, schema: Schema) =>
  items.flatMap((item) => (item.entity === kind ? [schema.parse(item)] : []))

/** Who has lessons to come, who has hours to use, and who may still renew after the last lesson. */
function studentsIn(items: readonly Item[]) {
  const into = new Map(all(items, 'student', studentSchema).map(({ studentId, mergedInto }) => [studentId, mergedInto]))
  const standing = (studentId: string): string => {
    const next = into.get(studentId)
    return next === undefined ? studentId : standing(next)
  }
  const lapsed = new Set(
    all(items, 'countedStudent', countedSchema).flatMap(({ studentId, termId, outcome }) =>
      outcome.status === 'lapsed' ? [`${standing(studentId)} ${termId}`] : [],
    ),
  )
  const seats = new Set(
    all(items, 'studentClasses', classesSchema).flatMap(({ pk, classes }) =>
      classes.map(({ classGroupId }) => `${pk.split('#STUDENT#')[1]} ${classGroupId}`),
    ),
  )
  const accounts = all(items, 'hoursAccount', accountSchema)
  const withState = (status: string) => accounts.filter(({ state }) => state.status === status)
  const undecided = withState('completed').filter(({ studentId, termId }) => {
    return !lapsed.has(`${standing(studentId)} ${termId}`)
  })
  const moving = new Set(all(items, 'recordMove', movingSchema).map(({ studentId }) => standing(studentId)))
  return {
    /** What a merge moves is under way: the count comes last. */
    isMoving: (studentId: string) => moving.has(standing(studentId)),
    learning: withState('active').flatMap(({ studentId, classGroupId }) =>
      seats.has(`${studentId} ${classGroupId}`) ? [studentId] : [],
    ),
    staying: new Set([...withState('active'), ...undecided].map(({ studentId }) => studentId)),
  }
}

/** The shares of year plans are of those who are students, each counted once. */
export function checkShares({ items, witness }: AtRest): void {
  const { learning, staying, isMoving } = studentsIn(items)
  const standings = all(items, 'planStanding', standingSchema)
  const known: ReadonlySet<string> = new Set(
    standings.flatMap(({ studentId, isStudent }) => (isStudent ? [studentId] : [])),
  )
  const missing = learning.filter((id) => !known.has(id) && !isMoving(id))
  witness.expect(missing.length === 0, 'who has lessons to come counts as a student', missing)
  const gone = [...known].filter((id) => !staying.has(id) && !isMoving(id))
  witness.expect(gone.length === 0, 'who left, or did not renew, counts as a student no more', gone)
  const counts = all(items, 'yearPlanCounts', countsSchema)
  const told = [
    counts.reduce((sum, each) => sum + each.students, 0),
    counts.reduce((sum, each) => sum + each.onPlan, 0),
    counts.reduce((sum, each) => sum + each.onLongPlan, 0),
  ]
  const own = [
    standings.filter(({ isStudent, years }) => isStudent || years > 0).length,
    standings.filter(({ years }) => years > 0).length,
    standings.filter(({ years }) => years >= 3).length,
  ]
  witness.expect(told.join() === own.join(), 'the shares count every student once', told, own)
}
