import { idField, instantField } from '@tutelage/shared/contracts/fields.ts'
import { cardNumberField } from '@tutelage/shared/contracts/loyalty/card-number.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem, type Stored } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition, chainKey } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage, type StoredPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import type { Id, StudentId } from '@tutelage/shared/kernel/ids.ts'
import * as z from 'zod'
import type { Member } from './member.ts'

const memberItem = defineItem('member', () =>
  z.object({
    memberId: idField('member'),
    householdId: idField('household'),
    studentIds: z.array(idField('student')),
    joinedAt: instantField(),
    cards: z.array(
      z.object({
        cardNumber: cardNumberField(),
        status: z.enum(['active', 'lost', 'damaged']),
        issuedAt: instantField(),
        issuedBy: z.string(),
      }),
    ),
  }),
)
/** Which member a student belongs to. */
const studentItem = defineItem('memberStudent', () => z.object({ memberId: idField('member') }))
/** Claims a number in the whole chain, for ever. */
const cardItem = defineItem('memberCard', () => z.object({ campusId: idField('campus'), memberId: idField('member') }))

const memberKey = ({ campus }: CampusContext, memberId: Id<'member'>) =>
  campusKey(campus, `MEMBER#${memberId}`, 'MEMBER')
const studentKey = ({ campus }: CampusContext, studentId: StudentId) =>
  campusKey(campus, `STUDENT#${studentId}`, 'MEMBERSHIP')
const cardKey = ({ scope }: CampusContext, cardNumber: string) => chainKey(scope, `CARD#${cardNumber}`, 'CARD')

export const readMember = async (context: CampusContext, memberId: Id<'member'>): Promise<Stored<Member> | undefined> =>
  memberItem.find(await context.table.get(memberKey(context, memberId)))

/** @param version as it was read, or 0 for a new member */
export const writeMember = (context: CampusContext, member: Member, version: number): Write =>
  memberItem.write(
    memberKey(context, member.memberId),
    { ...member, studentIds: [...member.studentIds], cards: [...member.cards] },
    { version, indexes: { lookupPk: campusPartition(context.campus, 'MEMBERS'), lookupSk: member.memberId } },
  )

/** The member that a student belongs to, or undefined for a student who was never enrolled here. */
export const memberIdOfStudent = async (
  context: CampusContext,
  studentId: StudentId,
): Promise<Id<'member'> | undefined> =>
  studentItem.find(await context.table.get(studentKey(context, studentId)))?.value.memberId

export const writeStudent = (context: CampusContext, studentId: StudentId, memberId: Id<'member'>): Write =>
  studentItem.write(studentKey(context, studentId), { memberId }, { version: 0 })

/** The first of the numbers that nobody has; undefined when all are taken. */
export async function firstFreeCard(context: CampusContext, numbers: readonly string[]): Promise<string | undefined> {
  const found = await context.table.getMany(numbers.map((number) => cardKey(context, number)))
  return numbers.find((_, at) => found[at] === undefined)
}

/** Claims a number; fails the commit when somebody else did meanwhile. */
export const claimCard = (context: CampusContext, cardNumber: string, memberId: Id<'member'>): Write =>
  cardItem.write(cardKey(context, cardNumber), { campusId: context.campus.campusId, memberId }, { version: 0 })

/** Whose card it is or was; undefined for a member of another campus. */
export async function memberIdOfCard(context: CampusContext, cardNumber: string): Promise<Id<'member'> | undefined> {
  const card = cardItem.find(await context.table.get(cardKey(context, cardNumber)))?.value
  return card?.campusId === context.campus.campusId ? card.memberId : undefined
}

/** One page of the campus's members, by id; the index may lag a moment behind. */
export const listMemberPage = (context: CampusContext, page: PageRequest): Promise<StoredPage<Member>> =>
  readPage(context.table, memberItem, { ...page, index: 'lookup', pk: campusPartition(context.campus, 'MEMBERS') })
