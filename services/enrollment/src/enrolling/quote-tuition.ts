import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { quoteTuition as contract } from '@tutelage/shared/contracts/enrollment/enrolling-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { localDateOf } from '@tutelage/shared/kernel/time-zone.ts'
import { loadClassGroup, loadListPrices } from '../catalogue/catalogue-store.ts'
import { quotePrice } from '../catalogue/list-price.ts'

/**
 * What hours in a class group cost on a day of the campus's calendar; the same question is always answered alike.
 * @returns the quote, or refuses `noListPrice`, `nothingToPay` (see `quotePrice`)
 * @throws NotFound of the class group
 * Rule: E3.
 */
export async function quoteTuition({ body }: RequestOf<typeof contract>, context: CampusContext) {
  const { timeZone } = await loadCampus(context)
  const classGroup = await loadClassGroup(context, body.classGroupId)
  const quotedOn = body.on ?? localDateOf(context.now, timeZone)
  const quote = quotePrice(await loadListPrices(context, classGroup.courseId), body.centihours, quotedOn)
  if (!quote.ok) return quote
  const { priceMinor, listPrice } = quote.value
  const { classGroupId, centihours } = body
  return accept({ classGroupId, centihours, quotedOn, priceMinor, currency: listPrice.currency, listPrice })
}
