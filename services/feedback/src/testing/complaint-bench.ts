import type { Role } from '@tutelage/shared/kernel/scope.ts'
import { type FeedbackBench, feedbackBench, idOf } from './feedback-bench.ts'

/** What a family says in the tests; it must never leave the person items. */
export const spokenText = '老师迟到三次，我们很失望 13800000000'

export const householdId = idOf('household', 1)
export const found = { rootCause: 'teacher', responsibleStaffIds: ['stf_mr-li'], solution: '换一位老师，补一次课' }
const steps = ['listen', 'record', 'restate', 'apologise', 'ownResult']

/** A bench on which a complaint is filed and worked on. */
export interface ComplaintBench extends FeedbackBench {
  /** @returns the new complaint's id */
  file(filed?: Readonly<Record<string, unknown>>): Promise<string>
  /** Posts to a route below the complaint. */
  post(complaintId: string, what: string, body?: unknown, as?: Role): ReturnType<FeedbackBench['ask']>
  get(complaintId: string, as?: Role): ReturnType<FeedbackBench['ask']>
  /** Everything but the resolution of a normal complaint. */
  handle(complaintId: string): Promise<void>
  /** Handled, resolved, answered. */
  resolve(complaintId: string): Promise<void>
}

/** @param now where the clock stands: Monday, 9:00 at the campus, unless told otherwise */
export async function complaintBench(now?: string): Promise<ComplaintBench> {
  const bench = await feedbackBench(now)
  const post: ComplaintBench['post'] = (complaintId, what, body = {}, as = 'campusManager') =>
    bench.ask({ method: 'POST', path: `/complaints/${complaintId}/${what}`, body, as })
  const handle = async (complaintId: string): Promise<void> => {
    await post(complaintId, 'acknowledgement')
    for (const step of steps) await post(complaintId, 'steps', { step })
    await post(complaintId, 'hand-over', {}, 'consultant')
    await post(complaintId, 'investigation', found, 'learningManager')
  }
  return {
    ...bench,
    post,
    handle,
    get: (complaintId, as = 'campusManager') => bench.ask({ method: 'GET', path: `/complaints/${complaintId}`, as }),
    async file(filed = {}) {
      const body = { householdId, channel: 'phone', severity: 'normal', text: spokenText, ...filed }
      const reply = await bench.ask({ method: 'POST', path: '/complaints', body, as: 'frontDesk' })
      return reply.body.complaint.complaintId
    },
    async resolve(complaintId) {
      await handle(complaintId)
      await post(complaintId, 'resolution', { reply: '已更换老师' }, 'consultant')
    },
  }
}
