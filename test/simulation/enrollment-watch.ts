import type { ItemChange } from '@tutelage/shared/data/memory-table.ts'
import * as z from 'zod'
import { Sums, type Watch, type Witness } from './witness.ts'

const markSchema = z.object({
  pk: z.string(),
  lessonId: z.string(),
  rule: z.object({ paysTeacher: z.boolean(), deductsHours: z.boolean() }),
  makesUp: z.object({ centihours: z.int() }).optional(),
})
const lessonSchema = z.object({
  lessonId: z.string(),
  classGroupId: z.string(),
  state: z.object({ status: z.string(), teacher: z.object({ isPaid: z.boolean() }).optional() }),
})
const bookedSchema = z.object({
  entry: z.object({ lines: z.array(z.object({ account: z.string(), amount: z.int() })) }),
})
const accrualSchema = bookedSchema.extend({ lessonId: z.string() })
/** What a commit's entries move between enrollments, in the minor unit. */
const movedBy = (changes: readonly ItemChange[]): number =>
  changes
    .filter(({ before, after }) => !before && after?.entity === 'hoursEntry')
    .flatMap(({ after }) => bookedSchema.parse(after).entry.lines)
    .filter(({ account }) => account === 'external:tuitionTransferred')
    .reduce((sum, { amount }) => sum + amount, 0)

const ratedSchema = z.object({ classGroupId: z.string(), teacherRateMinor: z.int(), centihoursPerLesson: z.int() })
const seatedSchema = z.object({ classGroupId: z.string().optional(), capacity: z.int(), seatsTaken: z.int() })
const keptSchema = z.object({ state: z.object({ status: z.literal('offered') }) })

/** 1 for a seat that is taken, 0 for one that somebody left. */
const sits = (seat: { readonly [attribute: string]: unknown } | undefined): number =>
  Number(seat !== undefined && !seat.leftAt)

/** 1 for a family for which a seat is kept. */
const isKept = (waiting: unknown): number => Number(keptSchema.safeParse(waiting).success)

/** Watches that hours follow attendance, pay follows attendance, and no class is overfull. */
export function watchEnrollment(witness: Witness, ledgers: Sums): Watch {
  const marked = new Sums()
  const paying = new Sums()
  const paid = new Sums()
  const seats = new Sums()
  const teacherIsPaid = new Map<string, boolean>()
  const classOf = new Map<string, string>()
  /** How many hours a lesson of each class has, as it was opened. */
  const hoursOf = new Map<string, number>()
  /** What each class ever paid for a lesson. */
  const rates = new Map<string, Set<number>>()

  const countMark = (item: unknown, sign: 1 | -1): void => {
    const { pk, lessonId, rule, makesUp } = markSchema.parse(item)
    const ofLesson = makesUp?.centihours ?? hoursOf.get(classOf.get(lessonId) ?? '') ?? 0
    marked.add(pk, sign * (rule.deductsHours ? ofLesson : 0))
    paying.add(lessonId, sign * Number(rule.paysTeacher))
  }
  const checkPay = (lessonId: string): void => {
    const isDue = teacherIsPaid.get(lessonId) === true && paying.of(lessonId) > 0
    const due = isDue ? (rates.get(classOf.get(lessonId) ?? '') ?? new Set()) : new Set([0])
    witness.expect(due.has(paid.of(lessonId)), 'teacher pay follows attendance', lessonId, paid.of(lessonId), [...due])
  }
  const checkHours = (pk: string): void => {
    const used = ledgers.of(`${pk} external:hoursUsed centihours`)
    witness.expect(used === marked.of(pk), 'hours deducted are those of attended lessons', pk, used, marked.of(pk))
  }

  return (service, changes) => {
    if (service !== 'enrollment') return
    const moved = movedBy(changes)
    witness.expect(moved === 0, 'a transfer takes all prepaid money along', moved)
    const lessons = new Set<string>()
    for (const { after } of changes) {
      if (after?.entity !== 'classGroup') continue
      const { classGroupId, teacherRateMinor, centihoursPerLesson } = ratedSchema.parse(after)
      if (!hoursOf.has(classGroupId)) hoursOf.set(classGroupId, centihoursPerLesson)
      rates.set(classGroupId, new Set(rates.get(classGroupId)).add(teacherRateMinor))
    }
    for (const { key, before, after } of changes) {
      const entity = after?.entity ?? before?.entity
      if (entity === 'mark') {
        if (before) countMark(before, -1)
        if (after) countMark(after, 1)
        lessons.add(markSchema.parse(after ?? before).lessonId)
      }
      if (entity === 'lesson') {
        const { lessonId, classGroupId, state } = lessonSchema.parse(after)
        classOf.set(lessonId, classGroupId)
        teacherIsPaid.set(lessonId, state.teacher?.isPaid ?? false)
        lessons.add(lessonId)
      }
      if (entity === 'teacherPayEntry' && !before) {
        const { lessonId, entry } = accrualSchema.parse(after)
        for (const { account, amount } of entry.lines) if (account === 'external:teacherPay') paid.add(lessonId, amount)
        lessons.add(lessonId)
      }
      if (entity === 'seat') seats.add(key.pk.split('CLASSGROUP#')[1] ?? '', sits(after) - sits(before))
      if (entity === 'waiting') seats.add(key.pk.split('CLASSGROUP#')[1] ?? '', isKept(after) - isKept(before))
    }
    for (const lessonId of lessons) checkPay(lessonId)
    for (const { key, after } of changes) {
      if (after?.entity === 'mark' || after?.entity === 'hoursEntry') checkHours(key.pk)
      if (after?.entity !== 'classGroup') continue
      const { classGroupId = '', capacity, seatsTaken } = seatedSchema.parse(after)
      witness.expect(seatsTaken <= capacity, 'seats never exceed capacity', key, seatsTaken)
      witness.expect(seats.of(classGroupId) === seatsTaken, 'a seat is one student', key, seatsTaken)
    }
  }
}
