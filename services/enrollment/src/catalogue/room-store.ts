import { roomReply } from '@tutelage/shared/contracts/enrollment/rooms-routes.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { defineItem } from '@tutelage/shared/data/define-item.ts'
import { campusKey, campusPartition } from '@tutelage/shared/data/keys.ts'
import { type PageRequest, readPage } from '@tutelage/shared/data/read-page.ts'
import type { Write } from '@tutelage/shared/data/table.ts'
import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'
import type { Id } from '@tutelage/shared/kernel/ids.ts'
import type * as z from 'zod'

const roomItem = defineItem('room', roomReply)
type Room = z.output<ReturnType<typeof roomReply>>

export const addRoom = ({ campus }: CampusContext, room: Room): Write =>
  roomItem.write(campusKey(campus, 'ROOMS', room.roomId), room, { version: 0 })

export const listRooms = ({ table, campus }: CampusContext, page: PageRequest) =>
  readPage(table, roomItem, { pk: campusPartition(campus, 'ROOMS'), ...page })

/** One room, if the campus has it. */
export const findRoom = async ({ table, campus }: CampusContext, roomId: Id<'room'>): Promise<Room | undefined> =>
  roomItem.find(await table.get(campusKey(campus, 'ROOMS', roomId)))?.value

/**
 * Whether a room has seats for a class.
 * @returns the room, none when none is asked for; or refuses `unknownRoom`, `roomTooSmall` with both capacities
 * Rule: E1.
 */
export async function checkRoom(
  context: CampusContext,
  roomId: Id<'room'> | null | undefined,
  capacity: number,
): Promise<Decision<Room | undefined, 'unknownRoom' | 'roomTooSmall'>> {
  if (!roomId) return accept(undefined)
  const room = await findRoom(context, roomId)
  if (!room) return refuse('unknownRoom', { roomId })
  return room.capacity < capacity ? refuse('roomTooSmall', { roomCapacity: room.capacity, capacity }) : accept(room)
}
