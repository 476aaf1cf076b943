import * as z from 'zod'
import { whenAsked } from '../deferred.ts'
import { amountField, localDateField } from '../fields.ts'

/** A part of a price and the day by which it is to be paid. Rule: E8. */
export const instalmentField = whenAsked(() => z.object({ dueOn: localDateField(), amountMinor: amountField() }))

/** When a price is to be paid: parts that add up to it; all at once by the policy's day when none is named. */
export const planField = whenAsked(() => z.array(instalmentField()).min(1).max(24))
