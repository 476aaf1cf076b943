import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { Language } from '@tutelage/shared/contracts/fields.ts'
import { refusableCategoryField } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { HouseholdId } from '@tutelage/shared/kernel/ids.ts'
import { isId } from '@tutelage/shared/kernel/ids.ts'
import { type LinkRefusal, readLink } from '@tutelage/shared/links/signed-link.ts'
import type * as z from 'zod'
import { findRecipient } from '../customers/find-recipient.ts'
import { refuseCategory } from '../customers/set-preferences.ts'
import { confirmPage, donePage } from './unsubscribe-page.ts'
import { unsubscribePurpose } from './write-mail.ts'

type RefusableCategory = z.output<ReturnType<typeof refusableCategoryField>>

interface Grant {
  readonly householdId: HouseholdId
  readonly category: RefusableCategory
}

async function grantOf(context: CampusContext, token: string): Promise<Decision<Grant, LinkRefusal>> {
  const link = await readLink(context, unsubscribePurpose, token)
  if (!link.ok) return link
  const [householdId = '', name] = link.value.subject.split('/')
  const category = refusableCategoryField().safeParse(name)
  if (!isId('household', householdId) || !category.success) return refuse('invalidLink')
  return accept({ householdId, category: category.data })
}

async function languageOf(context: CampusContext, householdId: HouseholdId): Promise<Language> {
  const found = await findRecipient(context, { householdId })
  return found?.language ?? (await loadCampus(context)).language
}

/** The page that asks whether the family really wants no more messages of this kind. Rule: L12. */
export async function showUnsubscribe(context: CampusContext, token: string): Promise<Decision<string, LinkRefusal>> {
  const grant = await grantOf(context, token)
  if (!grant.ok) return grant
  return accept(confirmPage(grant.value.category, await languageOf(context, grant.value.householdId)))
}

/** Refuses messages of this kind for the household of the link. Rule: L12. */
export async function unsubscribe(context: CampusContext, token: string): Promise<Decision<string, LinkRefusal>> {
  const grant = await grantOf(context, token)
  if (!grant.ok) return grant
  const { householdId, category } = grant.value
  const page = donePage(category, await languageOf(context, householdId))
  return accept(await refuseCategory(context, { householdId, category, answer: page }))
}
