import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { defineEvent } from '../define-event.ts'
import { amountField, currencyField, idField, localDateField } from '../fields.ts'

const publishers = ['enrollment'] as const
const version = 1

const yearPlan = whenAsked(() => ({
  yearPlanId: idField('yearPlan'),
  studentId: idField('student'),
  householdId: idField('household'),
}))
const deposit = whenAsked(() =>
  z.object({ ...yearPlan(), paymentId: idField('payment'), amountMinor: amountField(), currency: currencyField() }),
)

export const yearPlanSigned = defineEvent({
  name: 'YearPlanSigned',
  publishers,
  version,
  summary: 'A family signed for one to six years at a price by time.',
  data: () =>
    z.object({
      ...yearPlan(),
      years: z.int(),
      priceMinor: amountField(),
      depositMinor: amountField(),
      currency: currencyField(),
      startsOn: localDateField(),
      endsOn: localDateField(),
    }),
})

export const depositHeld = defineEvent({
  name: 'DepositHeld',
  publishers,
  version,
  summary: 'The deposit of a year plan was paid and is held.',
  data: deposit,
})

export const depositRefunded = defineEvent({
  name: 'DepositRefunded',
  publishers,
  version,
  summary: 'The agreed courses are completed: the deposit went back whole.',
  data: deposit,
})

export const depositForfeited = defineEvent({
  name: 'DepositForfeited',
  publishers,
  version,
  summary: 'A year plan ended before its agreed courses were completed: the deposit is forfeited whole.',
  data: deposit,
})

export const honoraryStudentNamed = defineEvent({
  name: 'HonoraryStudentNamed',
  publishers,
  version,
  summary: 'A student completed a six-year plan and keeps its price.',
  data: () => z.object(yearPlan()),
})
