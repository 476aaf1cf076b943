import * as library from '@tutelage/shared/contracts/enrollment/library-routes.ts'
import { type Actor, anyFamily, type Scene } from './cast.ts'

const as = 'frontDesk'

/** A book more, with a copy of it. */
async function buyBook({ client, cast, name }: Scene): Promise<void> {
  const { campusId } = cast
  const title = await client.call(library.addTitle, { as, params: { campusId }, body: { name: `Book ${name}` } })
  if (title) await client.call(library.addCopy, { as, params: { campusId, titleId: title.titleId }, body: {} })
}

/** A copy is lent, lent on, brought back or worn out. */
export const lendBook: Actor = async (scene) => {
  const { client, cast, chance, cloud } = scene
  const { campusId } = cast
  const titleId = cloud.known.any('titleId', chance)
  if (!titleId || chance.happens(0.2)) return buyBook(scene)
  const title = await client.call(library.getTitle, { as, params: { campusId, titleId } })
  const copy = title?.copies.find(({ status }) => status !== 'withdrawn')
  if (!copy) return
  const params = { campusId, copyId: copy.copyId }
  if (copy.status === 'available') {
    const studentId = anyFamily(scene)?.studentId
    const borrower = studentId
      ? { kind: 'student' as const, studentId }
      : { kind: 'staff' as const, staffId: 'stf_demo-learningManager' }
    await client.call(library.lendCopy, { as, params, body: { borrower } })
    return
  }
  const what = chance.below(10)
  if (what < 5) await client.call(library.renewLoan, { as, params, body: {} })
  else if (what < 8) await client.call(library.returnCopy, { as, params, body: {} })
  else await client.call(library.withdrawCopy, { as, params, body: { reason: 'worn' } })
}
