import type { Item } from '@tutelage/shared/data/table.ts'
import * as z from 'zod'
import { Sums, type Watch, type Witness } from './witness.ts'

const shardSchema = z.object({ closedThrough: z.string() })
const classSchema = z.object({ classGroupId: z.string(), kind: z.string() })
const lessonSchema = z.object({ lessonId: z.string(), classGroupId: z.string() })
const accrualSchema = z.object({
  lessonId: z.string(),
  entry: z.object({ lines: z.array(z.object({ account: z.string(), amount: z.int() })) }),
})
const baseSchema = z.object({ entry: accrualSchema.shape.entry })
const basePaySchema = z.object({
  teacherId: z.string(),
  changes: z.array(z.object({ validFrom: z.string(), amountMinor: z.int() })),
})
const policySchema = z.object({ settings: z.object({ rewardAllowanceMinor: z.int() }).partial() })

/** Campus, teacher and month of an entry: `CA#…#TEACHERPAY#teacher#month`. */
function monthOf({ pk }: Pick<Item, 'pk'>) {
  const [, , , teacherId = '', month = ''] = pk.split('#')
  return { teacherId, month }
}

const amountOn = (lines: readonly { readonly account: string; readonly amount: number }[], account: string): number =>
  lines.filter((line) => line.account === account).reduce((sum, { amount }) => sum + amount, 0)

/** What a campus that set nothing pays beside the rate of a reward course. */
const defaultAllowanceMinor = 2_000

/** Watches that nothing is posted to a closed month, that base pay is what was set, and that reward courses alone pay an allowance. */
export function watchPay(witness: Witness): Watch {
  const closedThrough = new Map<string, string>()
  const isReward = new Map<string, boolean>()
  const classOf = new Map<string, string>()
  const allowed = new Set([0, defaultAllowanceMinor])
  const allowances = new Sums()
  const basePay = new Map<string, z.output<typeof basePaySchema>['changes']>()

  const checkOpen = (item: Item): void => {
    const campus = item.pk.split('#')[1] ?? ''
    const { teacherId, month } = monthOf(item)
    const closed = closedThrough.get(campus)
    witness.expect(
      closed === undefined || closed < month,
      'a closed month of pay never changes',
      teacherId,
      month,
      closed,
    )
  }
  const checkAllowance = (item: Item): void => {
    const { lessonId, entry } = accrualSchema.parse(item)
    allowances.add(lessonId, amountOn(entry.lines, 'external:teacherAllowance'))
    const amount = allowances.of(lessonId)
    const isDue = amount === 0 || (allowed.has(amount) && isReward.get(classOf.get(lessonId) ?? '') === true)
    witness.expect(isDue, 'an allowance is for a lesson of a reward course', lessonId, amount)
  }
  const checkBase = (item: Item): void => {
    const { teacherId, month } = monthOf(item)
    const valid = (basePay.get(teacherId) ?? []).filter(({ validFrom }) => validFrom <= month)
    const latest = valid
      .map(({ validFrom }) => validFrom)
      .sort()
      .at(-1)
    const due = valid.filter(({ validFrom }) => validFrom === latest).at(-1)?.amountMinor
    const amount = amountOn(baseSchema.parse(item).entry.lines, 'external:teacherBasePay')
    witness.expect(amount === due, 'base pay is what was set for the month', teacherId, month, amount, due)
  }
  const learn = (item: Item): void => {
    if (item.entity === 'classGroup') {
      const { classGroupId, kind } = classSchema.parse(item)
      isReward.set(classGroupId, kind === 'reward')
    }
    if (item.entity === 'lesson') {
      const { lessonId, classGroupId } = lessonSchema.parse(item)
      classOf.set(lessonId, classGroupId)
    }
    if (item.entity === 'basePay') {
      const { teacherId, changes } = basePaySchema.parse(item)
      basePay.set(teacherId, changes)
    }
    if (item.entity === 'policy' && item.pk.endsWith('POLICY#teacherPay')) {
      allowed.add(policySchema.parse(item).settings.rewardAllowanceMinor ?? defaultAllowanceMinor)
    }
  }

  return (service, changes) => {
    if (service !== 'enrollment') return
    const added = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
    for (const { after } of changes) if (after) learn(after)
    for (const item of added) {
      if (item.entity === 'teacherPayEntry' || item.entity === 'basePayEntry') checkOpen(item)
      if (item.entity === 'teacherPayEntry') checkAllowance(item)
      if (item.entity === 'basePayEntry') checkBase(item)
    }
    for (const { after } of changes) {
      if (after?.entity !== 'payClosedThrough') continue
      closedThrough.set(after.pk.split('#')[1] ?? '', shardSchema.parse(after).closedThrough)
    }
  }
}
