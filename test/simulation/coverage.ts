import { services } from '../services.ts'

/** Everything that the manifests name, as the witness tells of it: routes, subscriptions, jobs and events. */
export function everything(): readonly string[] {
  return services.flatMap(({ name, routes, subscriptions, partnerSubscriptions, jobs, publishes }) => [
    ...routes.map(({ contract }) => `route ${name} ${contract.id}`),
    ...[...subscriptions, ...partnerSubscriptions].map((subscription) => `subscription ${name} ${subscription.name}`),
    ...jobs.map((job) => `job ${name} ${job.name}`),
    ...publishes.map((contract) => `event ${name} ${contract.name}`),
  ])
}

const large = 'for classes of more than thirty: a run has some ten families'

/** What no run brings about, and why; whoever makes it happen takes it from here. */
export const outside: Readonly<Record<string, string>> = {
  'job enrollment post-rest-of-sheet': large,
  'job enrollment end-plan-classes': 'for plans of more classes than one transaction ends',
}

/** What happens in fewer than one run of a hundred. */
export const byChance: ReadonlySet<string> = new Set([
  'route leads claimLead',
  'route enrollment releaseQuarantined',
  'route loyalty getMember',
  'route loyalty getBirthday',
  'route loyalty listTierChanges',
  'route feedback getComplaint',
  'route feedback archiveComplaint',
  'route feedback showSurvey',
  'route feedback getSurveyAnswer',
  'route feedback handleLowSatisfaction',
])

export const excepted = (name: string): boolean => name in outside || byChance.has(name)
