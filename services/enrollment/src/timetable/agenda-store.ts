import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readAll, readPage } from '@tutelage/shared/data/read-page.ts'
import type { IndexAttributes, ItemKey, Write } from '@tutelage/shared/data/table.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import { type Agenda, type BusySlot, type Owner, ownersOf, periodsOf } from './agenda.ts'
import type { Lesson, Slot } from './lesson.ts'
import { readMany } from './read-many.ts'
import type { ClassTimes } from './student-classes.ts'

const agendaItem = defineItem('agenda', () =>
  z.object({
    busy: z.array(z.object({ lessonId: idField('lesson'), startsAt: instantField(), endsAt: instantField() })),
  }),
)

const partitions = { teacher: 'TEACHER', room: 'ROOM', classGroup: 'CLASSGROUP' } as const
const sorts = { teacher: 'DAY', room: 'DAY', classGroup: 'MONTH' } as const

const partitionOf = ({ kind, id }: Owner): string => `${partitions[kind]}#${id}`
const sortOf = ({ kind }: Owner, period: string): string => `${sorts[kind]}#${period}`
const agendaKey = ({ campus }: CampusContext, owner: Owner, period: string): ItemKey =>
  campusKey(campus, partitionOf(owner), sortOf(owner, period))
const dayPartition = ({ campus }: CampusContext, date: string): string => campusPartition(campus, `TEACHERDAYS#${date}`)

/** Every agenda in which some lessons stand or would; empty ones too, of version 0. */
export async function loadAgendas(
  context: CampusContext,
  lessons: readonly Lesson[],
): Promise<readonly Stored<Agenda>[]> {
  const wanted = new Map<string, { readonly owner: Owner; readonly period: string }>()
  for (const lesson of lessons) {
    for (const owner of ownersOf(lesson)) {
      for (const period of periodsOf(owner, lesson)) wanted.set(`${owner.id}#${period}`, { owner, period })
    }
  }
  return loadPeriods(context, [...wanted.values()])
}

async function loadPeriods(
  context: CampusContext,
  wanted: readonly { readonly owner: Owner; readonly period: string }[],
): Promise<readonly Stored<Agenda>[]> {
  const keys = wanted.map(({ owner, period }) => agendaKey(context, owner, period))
  const items = await readMany(context.table, keys)
  return wanted.map(({ owner, period }, at) => {
    const stored = agendaItem.find(items[at])
    return { value: { owner, period, busy: stored?.value.busy ?? [] }, version: stored?.version ?? 0 }
  })
}

/** The lessons of some class groups in the months that some times touch; each class's together. */
export async function loadClassTimes(
  context: CampusContext,
  classGroupIds: readonly Id<'classGroup'>[],
  slots: readonly Slot[],
): Promise<readonly ClassTimes[]> {
  const owners = classGroupIds.map((id) => ({ kind: 'classGroup' as const, id }))
  const [any] = owners
  const months = any ? [...new Set(slots.flatMap((slot) => periodsOf(any, slot)))] : []
  const found = await loadPeriods(
    context,
    owners.flatMap((owner) => months.map((period) => ({ owner, period }))),
  )
  return classGroupIds.map((classGroupId) => ({
    classGroupId,
    busy: found.filter(({ value }) => value.owner.id === classGroupId).flatMap(({ value }) => value.busy),
  }))
}

/** When an owner is busy from one moment to another, by time; consistent. */
export async function loadBusy(context: CampusContext, owner: Owner, { startsAt, endsAt }: Slot) {
  const [first = ''] = periodsOf(owner, { startsAt, endsAt: startsAt })
  const [last = ''] = periodsOf(owner, { startsAt: endsAt, endsAt })
  const pk = campusPartition(context.campus, partitionOf(owner))
  const sk = { from: sortOf(owner, first), to: sortOf(owner, last) }
  const found = await readAll(context.table, agendaItem, { pk, sk })
  // A lesson over midnight, or over the end of a month, stands in two periods.
  const byId = new Map(found.flatMap(({ value }) => value.busy).map((slot) => [slot.lessonId, slot]))
  return inOrder([...byId.values()].filter((slot) => slot.startsAt < endsAt && startsAt < slot.endsAt))
}

const inOrder = (slots: readonly BusySlot[]): readonly BusySlot[] =>
  [...slots].sort((a, b) => (`${a.startsAt}${a.lessonId}` < `${b.startsAt}${b.lessonId}` ? -1 : 1))

/** Teachers' days are listed by the day, for who asks what is on. */
const indexesOf = (context: CampusContext, { owner, period }: Agenda): IndexAttributes =>
  owner.kind === 'teacher' ? { lookupPk: dayPartition(context, period), lookupSk: owner.id } : {}

/** Stores an agenda; whoever plans for the same owner meanwhile has to look again. */
export const writeAgenda = (context: CampusContext, { value, version }: Stored<Agenda>): Write =>
  agendaItem.write(
    agendaKey(context, value.owner, value.period),
    { busy: [...value.busy] },
    { version, indexes: indexesOf(context, value) },
  )

/** One page of the teachers' days of a date (in UTC), by teacher; it may be a moment behind. */
export async function listTeacherDays(context: CampusContext, date: string, page: PageRequest) {
  const found = await readPage(context.table, agendaItem, {
    index: 'lookup',
    pk: dayPartition(context, date),
    ...page,
  })
  return { ...found, items: found.items.flatMap(({ value }) => value.busy) }
}
