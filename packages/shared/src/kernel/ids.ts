import type { Brand } from './brand.ts'
import { type Clock, epochMs } from './instant.ts'

/** Every kind of thing that has an id, with the prefix that its ids carry. */
export const idPrefixes = {
  campus: 'cam',
  household: 'hsh',
  guardian: 'gdn',
  student: 'stu',
  lead: 'led',
  inquiry: 'inq',
  followUp: 'fup',
  trialLesson: 'trl',
  trialBooking: 'trb',
  staff: 'stf',
  partner: 'prt',
  course: 'crs',
  term: 'trm',
  classGroup: 'cls',
  lesson: 'les',
  room: 'rom',
  enrollment: 'enr',
  purchase: 'pur',
  document: 'doc',
  payment: 'pay',
  yearPlan: 'ypl',
  refund: 'rfd',
  exam: 'exm',
  grade: 'grd',
  teacherPay: 'tpy',
  entry: 'ent',
  member: 'mem',
  progressCard: 'pcd',
  danger: 'dgr',
  complaint: 'cmp',
  returnVisit: 'rtv',
  survey: 'srv',
  commitment: 'cmt',
  quiz: 'qiz',
  attempt: 'att',
  title: 'ttl',
  copy: 'cpy',
  loan: 'lon',
  activity: 'act',
  certificate: 'crt',
  import: 'imp',
  message: 'msg',
  quarantined: 'qrn',
  event: 'evt',
  request: 'req',
} as const

export type IdKind = keyof typeof idPrefixes
/** An id such as `stu_01K9…`: the kind's prefix and a ULID (26 Crockford base32 characters, sortable by creation). */
export type Id<Kind extends IdKind> = Brand<string, Kind>

export type CampusId = Id<'campus'>
export type HouseholdId = Id<'household'>
export type GuardianId = Id<'guardian'>
export type StudentId = Id<'student'>
export type LeadId = Id<'lead'>
export type StaffId = Id<'staff'>
export type PartnerId = Id<'partner'>
export type EventId = Id<'event'>

/** Makes new ids. Handed in, so that a test or the simulator knows which come. */
export interface IdSource {
  next<Kind extends IdKind>(kind: Kind): Id<Kind>
}

/** Fills an array with random bytes, such as `crypto.getRandomValues`. */
export type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => unknown

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The bytes, read as one number, in so many digits of five bits. */
function encode(bytes: Uint8Array, length: number): string {
  let [text, rest, bits, at] = ['', 0, 0, bytes.length]
  while (text.length < length) {
    if (bits < 5) {
      at -= 1
      rest |= (bytes[at] ?? 0) << bits
      bits += 8
    }
    text = `${crockford[rest & 31]}${text}`
    rest >>= 5
    bits -= 5
  }
  return text
}

/** Milliseconds in ten digits of five bits. */
function encodeMs(ms: number): string {
  let text = ''
  for (let rest = ms; text.length < 10; rest = Math.floor(rest / 32)) text = `${crockford[rest % 32]}${text}`
  return text
}

/**
 * Ids as ULIDs: 48 bits of the clock's milliseconds and 80 random bits.
 * @param clock gives the time part
 * @param random gives the random part
 */
export function makeIdSource(clock: Clock, random: RandomBytes): IdSource {
  return {
    next(kind) {
      const bytes = new Uint8Array(10)
      random(bytes)
      return `${idPrefixes[kind]}_${encodeMs(epochMs(clock.now()))}${encode(bytes, 16)}` as Id<typeof kind>
    },
  }
}

/**
 * An id that the same parts always give, for what must not depend on chance: events, and things known by a business key.
 * @param digest 16 bytes or more of a cryptographic hash of the parts
 */
export function idFromDigest<Kind extends IdKind>(kind: Kind, digest: Uint8Array): Id<Kind> {
  return `${idPrefixes[kind]}_${encode(digest.subarray(0, 16), 26)}` as Id<Kind>
}

/** True when the text is an id of that kind; ids of campuses, staff and partners may also be short names, `cam_demo-east`. */
export function isId<Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> {
  const rest = text.startsWith(`${idPrefixes[kind]}_`) ? text.slice(idPrefixes[kind].length + 1) : ''
  if (kind === 'campus' || kind === 'staff' || kind === 'partner') return /^[A-Za-z0-9-]{2,40}$/.test(rest)
  return /^[0-9A-HJKMNP-TV-Z]{26}$/.test(rest)
}
