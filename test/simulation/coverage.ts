import { services } from '../services.ts'
import { toldChanges } from './told-changes.ts'

/** Everything that the manifests name, as the witness tells of it: routes, subscriptions, jobs, events, and changes that one tells. */
export function everything(): readonly string[] {
  return services.flatMap(({ name, routes, subscriptions, partnerSubscriptions, jobs, publishes }) => [
    ...routes.map(({ contract }) => `route ${name} ${contract.id}`),
    ...[...subscriptions, ...partnerSubscriptions].map((subscription) => `subscription ${name} ${subscription.name}`),
    ...jobs.map((job) => `job ${name} ${job.name}`),
    ...publishes.map((contract) => `event ${name} ${contract.name}`),
    ...new Set(toldChanges[name].flatMap(({ events }) => events.map((event) => `told ${name} ${event}`))),
  ])
}

const years = 'for who completed a plan of six years, once these have passed: a run has months'
const large = 'for classes of more than thirty: a run has some ten families'

/** What no run brings about, and why; whoever makes it happen takes it from here. */
export const outside: Readonly<Record<string, string>> = {
  'job enrollment post-rest-of-sheet': large,
  'job enrollment end-plan-classes': 'for plans of more classes than one transaction ends',
  'event enrollment HonoraryStudentNamed': years,
  'told enrollment HonoraryStudentNamed': years,
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

/** Events of which no change is watched, and why. */
export const unwatched: Readonly<Record<string, string>> = {
  MessageRequested: 'what is to be said follows from many changes; the mail watch looks at what was asked for',
}

export const excepted = (name: string): boolean => name in outside || byChance.has(name)
