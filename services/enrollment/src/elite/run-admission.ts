import type { NewEvent } from '@tutelage/shared/contracts/define-event.ts'
import type { RequestOf } from '@tutelage/shared/contracts/define-route.ts'
import type * as contracts from '@tutelage/shared/contracts/enrollment/elite-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import type { Stored } from '@tutelage/shared/data/define-item.ts'
import type { ItemKey } from '@tutelage/shared/data/table.ts'
import { accept, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import { addMs, hourMs } from '@tutelage/shared/kernel/instant.ts'
import { requestMessage } from '@tutelage/shared/messaging/request-message.ts'
import { checkClassGroup, readClassGroup } from '../catalogue/catalogue-store.ts'
import type { ClassGroup } from '../catalogue/class-group.ts'
import { isOver } from '../timetable/class-over.ts'
import { type Application, admit, expire, fillSeats, withPositions, withState } from './application.ts'
import { type Admission, findAdmissionAt, loadAdmission, writeAdmission } from './application-store.ts'
import { applicationView } from './apply.ts'
import { elitePolicy } from './policy.ts'
import { withScoresOfNow } from './scores-of-now.ts'

const templates = { admitted: 'eliteAdmitted', waiting: 'eliteWaiting', refused: 'eliteRefused' } as const

/** Tells a family where its application stands, if it is for the school to say. */
function told(
  context: CampusContext,
  { classGroupId, title }: ClassGroup,
  { studentId, appliedAt, state, position }: Application & { readonly position?: number },
): readonly NewEvent[] {
  const { status } = state
  if (status !== 'admitted' && status !== 'waiting' && status !== 'refused') return []
  return [
    requestMessage(context, {
      occasion: `elite:${status}:${classGroupId}:${studentId}:${appliedAt}`,
      category: 'service',
      template: templates[status],
      recipient: { studentId },
      params: {
        ...{ 'title.zh-CN': title['zh-CN'], 'title.en': title.en },
        ...(position !== undefined && { position }),
        ...(status === 'admitted' && { expiresAt: state.expiresAt }),
      },
      ...(status === 'admitted' && { notAfter: state.expiresAt }),
    }),
  ]
}

/** The applications as they are shown, by rank. */
const itemsOf = (applications: readonly Application[]) => withPositions(applications).map(applicationView)

/** What storing what became of the applications takes, and what the families are told whose stand is another. */
function changeTo(
  context: CampusContext,
  { classGroup, admission }: { classGroup: ClassGroup; admission: Stored<Admission> },
  applications: readonly Application[],
) {
  const before = new Map(admission.value.applications.map(({ studentId, state }) => [studentId, state.status]))
  const changed = withPositions(applications).filter(({ studentId, state }) => before.get(studentId) !== state.status)
  const value = { ...admission.value, applications }
  return {
    writes: [writeAdmission(context, { value, version: admission.version })],
    events: changed.flatMap((each) => told(context, classGroup, each)),
  }
}

/** Stores what became of the applications, unless the seats of the class are others by then. */
function commitAdmission<Answer>(
  context: CampusContext,
  { classGroup, admission }: { classGroup: Stored<ClassGroup>; admission: Stored<Admission> },
  { applications, answer }: { applications: readonly Application[]; answer: Answer },
) {
  const { writes, events } = changeTo(context, { classGroup: classGroup.value, admission }, applications)
  const check = checkClassGroup(context, classGroup.value.classGroupId, classGroup.version)
  return context.commit({ writes: [...writes, check], events, answer })
}

/** What an admission to some seats rests on, with the scores of now. */
async function termsOf(context: CampusContext, { value, version }: Stored<Admission>, seatsLeft: number) {
  const applications = await withScoresOfNow(context, value.applications)
  const { minimumPercent, acceptHours } = await elitePolicy.load(context)
  const expiresAt = addMs(context.now, acceptHours * hourMs)
  return {
    admission: { value: { ...value, applications }, version },
    terms: { seatsLeft, minimumPercent, expiresAt },
  }
}

/**
 * What an admission rests on, itself unless it was read before, with the scores of now; refuses `notElite`.
 * @throws NotFound of the class group
 */
async function loadTerms(context: CampusContext, classGroupId: Id<'classGroup'>, known?: Stored<Admission>) {
  const classGroup = await readClassGroup(context, classGroupId)
  const { kind, seatsLeft } = classGroup.value
  if (kind !== 'elite') return refuse('notElite', { kind })
  const stored = known ?? (await loadAdmission(context, classGroupId))
  // Nobody is admitted to a class without a lesson to come.
  const seats = (await isOver(context, classGroup.value)) ? 0 : seatsLeft
  return accept({ classGroup, ...(await termsOf(context, stored, seats)) })
}

/**
 * Admits the next by rank to the seats of an elite class that another commit frees or adds.
 * @param classGroup as that commit leaves it
 * @returns what belongs to that commit. The admission is among its writes in any case: all who change the seats meet there
 * Rule: E12.
 */
export async function admitNext(context: CampusContext, classGroup: ClassGroup) {
  const stored = await loadAdmission(context, classGroup.classGroupId)
  const { admission, terms } = await termsOf(context, stored, classGroup.seatsLeft)
  return changeTo(context, { classGroup, admission }, fillSeats(admission.value.applications, terms))
}

/** What `runAdmission` would do now; refuses `notElite`. @throws NotFound of the class group. Rule: E12. */
export async function previewAdmission(
  { params }: RequestOf<typeof contracts.previewAdmission>,
  context: CampusContext,
) {
  const loaded = await loadTerms(context, params.classGroupId)
  if (!loaded.ok) return loaded
  const { admission, terms } = loaded.value
  return accept({ seatsLeft: terms.seatsLeft, items: itemsOf(admit(admission.value.applications, terms)) })
}

/**
 * Admits by score as many as there are seats, lets the others wait in order, and refuses those below the minimum; each is told.
 * @returns the applications by rank, or refuses `notElite`
 * @throws NotFound of the class group
 * Rule: E12.
 */
export async function runAdmission({ params }: RequestOf<typeof contracts.runAdmission>, context: CampusContext) {
  const loaded = await loadTerms(context, params.classGroupId)
  if (!loaded.ok) return loaded
  const { admission, terms } = loaded.value
  const applications = admit(admission.value.applications, terms)
  const answer = { seatsLeft: terms.seatsLeft, items: itemsOf(applications) }
  return accept(await commitAdmission(context, loaded.value, { applications, answer }))
}

/**
 * Takes an application back; the seat that was kept for it goes to the next of the list.
 * @returns the application, or refuses `notApplying`
 * @throws NotFound of the class group
 * Rule: E12.
 */
export async function declineAdmission(
  { params }: RequestOf<typeof contracts.declineAdmission>,
  context: CampusContext,
) {
  const loaded = await loadTerms(context, params.classGroupId)
  const { studentId } = params
  if (!loaded.ok) return refuse('notApplying', { studentId })
  const { admission, terms } = loaded.value
  const application = admission.value.applications.find((each) => each.studentId === studentId)
  const isOpen = application && ['applied', 'waiting', 'admitted'].includes(application.state.status)
  if (!isOpen) return refuse('notApplying', { studentId })
  const declined = withState(admission.value.applications, studentId, { status: 'declined' })
  const answer = applicationView({ ...application, state: { status: 'declined' } })
  return accept(await commitAdmission(context, loaded.value, { applications: fillSeats(declined, terms), answer }))
}

/**
 * Passes on the seats of an elite class that were not taken in time.
 * @param key of the admission's item, from the due index, which may be behind
 * Rule: E12.
 */
export async function expireAdmissions(key: ItemKey, context: CampusContext) {
  const stored = await findAdmissionAt(context, key)
  if (!stored) return accept({ expired: 0 })
  const lapsed = expire(stored.value.applications, context.now)
  const expired = lapsed.filter((each, at) => each !== stored.value.applications[at]).length
  if (expired === 0) return accept({ expired })
  const loaded = await loadTerms(context, stored.value.classGroupId, stored)
  if (!loaded.ok) return loaded
  const { admission, terms } = loaded.value
  const applications = expire(admission.value.applications, context.now)
  const filled = { applications: fillSeats(applications, terms), answer: { expired } }
  return accept(await commitAdmission(context, loaded.value, filled))
}
