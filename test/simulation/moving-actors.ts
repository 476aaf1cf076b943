import {
  bookMakeUp,
  cancelMakeUp,
  listMakeUpCredits,
  listSpareSeats,
} from '@tutelage/shared/contracts/enrollment/make-up-routes.ts'
import { previewTransfer, transferStudent } from '@tutelage/shared/contracts/enrollment/transfer-routes.ts'
import { type Actor, anyOf } from './cast.ts'

const as = 'learningManager'

/** A student goes on in another class, at the difference that the family was shown. */
export const changeClass: Actor = async ({ client, cast, chance }) => {
  const [seat, group] = [anyOf(chance, cast.seats), anyOf(chance, cast.classes)]
  if (!seat || !group) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const to = { toClassGroupId: group.classGroupId }
  const preview = await client.call(previewTransfer, { as, params, body: to })
  if (!preview) return
  const { differenceMinor } = preview
  const moved = await client.call(transferStudent, { as, params, body: { ...to, differenceMinor } })
  if (!moved) return
  const { enrollmentId, classGroupId, priceMinor = seat.priceMinor } = moved
  cast.seats.push({ ...seat, enrollmentId, classGroupId, priceMinor })
}

/** A missed lesson is made up in another class, or that is called off. */
export const makeUp: Actor = async ({ client, cast, chance }) => {
  const seat = anyOf(chance, cast.seats)
  if (!seat) return
  const params = { campusId: cast.campusId, enrollmentId: seat.enrollmentId }
  const credits = await client.call(listMakeUpCredits, { as, params })
  const booked = credits?.items.find(({ status }) => status === 'booked')
  if (booked?.lessonId && chance.happens(0.4)) {
    await client.call(cancelMakeUp, { as, params: { ...params, lessonId: booked.lessonId }, body: {} })
    return
  }
  const spare = await client.call(listSpareSeats, { as, params })
  const choice = anyOf(chance, spare?.items ?? [])
  if (choice) await client.call(bookMakeUp, { as, params, body: { lessonId: choice.lesson.lessonId } })
}
