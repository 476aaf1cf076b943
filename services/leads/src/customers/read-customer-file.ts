import { loadCampus } from '@tutelage/shared/campus/load-campus.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type { getCustomerFile as contract } from '@tutelage/shared/contracts/leads/customers-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { accept } from '@tutelage/shared/kernel/decision.ts'
import { readInquiries } from '../capture/inquiry-store.ts'
import { findFollowUps } from '../follow-ups/follow-up-store.ts'
import { type Lead, leadReplyOf } from '../pipeline/lead.ts'
import { loadLead } from '../pipeline/lead-store.ts'
import { daysInStages } from '../pipeline/stage.ts'
import { findTrialBookings } from '../trials/trial-store.ts'
import { guardianPage, studentPage } from './customer-file.ts'
import { findFamily } from './customer-store.ts'

async function leadPage(context: CampusContext, lead: Lead) {
  const { timeZone } = await loadCampus(context)
  const { stages, lossReason, conversion, mergedLeadIds } = lead
  return {
    ...leadReplyOf(lead),
    stages: stages.map((entry) => ({ ...entry })),
    daysInStage: daysInStages(stages, context.now, timeZone),
    lossReason,
    enrollmentId: conversion?.enrollmentId,
    mergedLeadIds: [...mergedLeadIds],
  }
}

/** The latest of a list that grows for years. */
const latest = <T>(ids: readonly T[]): readonly T[] => ids.slice(-100)

/**
 * The customer file of a lead, or of the lead that it was merged into.
 * @throws NotFound of `lead` when this campus has none of that id
 * Rule: L1, L3, L4.
 */
export async function readCustomerFile({ params }: RequestOf<typeof contract>, context: CampusContext) {
  const lead = await loadLead(context, params.leadId)
  const family = await findFamily(context, lead.householdId)
  if (!family) throw new Error(`${lead.leadId} has no household`)
  const [page, inquiries, followUps, trialBookings] = await Promise.all([
    leadPage(context, lead),
    readInquiries(context, [lead.leadId, ...lead.mergedLeadIds]),
    findFollowUps(context, latest(lead.followUpIds)),
    findTrialBookings(context, latest(lead.trialBookingIds)),
  ])
  const { householdId, preferences } = family.household
  return accept({
    lead: page,
    household: { householdId, preferences },
    guardians: family.guardians.map(guardianPage),
    students: family.students.map(studentPage),
    inquiries: [...inquiries],
    followUps: [...followUps],
    trialBookings: [...trialBookings],
  })
}
