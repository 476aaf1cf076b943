import { campusOf } from '@tutelage/shared/contracts/campus.ts'
import { messageCategoryField } from '@tutelage/shared/contracts/message-events.ts'
import { instant } from '@tutelage/shared/kernel/instant.ts'
import { isQuiet } from '@tutelage/shared/kernel/quiet-hours.ts'
import { sampleCampus } from '@tutelage/shared/testing/sample-campus.ts'
import { testClock, testIds } from '@tutelage/shared/testing/test-context.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Addressee,
  type Circumstances,
  decideDelivery,
  isSentAgain,
  type MessageRequest,
  retryAt,
} from './message.ts'

const ids = testIds(testClock())
const campus = campusOf(sampleCampus())
const noon = instant('2026-03-02T04:00:00Z')
const night = instant('2026-03-02T15:00:00Z')

const request: MessageRequest = {
  messageId: ids.next('message'),
  occasion: 'birthday:stu_1:2026',
  category: 'care',
  channel: 'email',
  template: 'birthdayGreeting',
  recipient: { householdId: ids.next('household') },
  params: {},
}
const addressee: Addressee = {
  name: '李芳',
  email: 'li@family.test',
  language: 'zh-CN',
  refusedChannels: [],
  refusedCategories: [],
}
const at = (change: Partial<Circumstances> = {}): Circumstances => ({
  addressee,
  campus,
  complaintOpen: false,
  now: noon,
  ...change,
})

describe('Contact preference', () => {
  test('a message goes out by day to an address that refuses nothing', () => {
    expect(decideDelivery(request, at())).toEqual({ kind: 'send', email: 'li@family.test' })
  })

  test('no message goes out in quiet hours: it waits for their end', () => {
    const delivery = decideDelivery(request, at({ now: night }))
    expect(delivery).toEqual({ kind: 'wait', until: '2026-03-03T00:00:00.000Z' })
  })

  test('what is of no more use after the quiet hours is not sent at all', () => {
    const soon = { ...request, notAfter: instant('2026-03-02T16:00:00Z') }
    expect(decideDelivery(soon, at({ now: night }))).toEqual({ kind: 'suppress', reason: 'tooLate' })
  })

  test('staff are told at any hour', () => {
    expect(decideDelivery({ ...request, category: 'staff' }, at({ now: night })).kind).toBe('send')
  })

  test('a refused channel is honoured for receipts too', () => {
    const refusing = { ...addressee, refusedChannels: ['email'] }
    const delivery = decideDelivery({ ...request, category: 'receipt' }, at({ addressee: refusing }))
    expect(delivery).toEqual({ kind: 'suppress', reason: 'preference' })
  })

  test('a household that refuses care messages still gets its receipts', () => {
    const refusing = { ...addressee, refusedCategories: ['care'] }
    expect(decideDelivery(request, at({ addressee: refusing }))).toEqual({ kind: 'suppress', reason: 'preference' })
    expect(decideDelivery({ ...request, category: 'receipt' }, at({ addressee: refusing })).kind).toBe('send')
  })

  test('another channel than email is handed to the gateway of a partner', () => {
    expect(decideDelivery({ ...request, channel: 'sms' }, at())).toEqual({ kind: 'handOver' })
  })

  test('nobody behind the id, or no address, is said as the reason', () => {
    const { email: _, ...unreachable } = addressee
    const suppressed = { kind: 'suppress', reason: 'noAddress' }
    expect(decideDelivery(request, at({ addressee: undefined }))).toEqual(suppressed)
    expect(decideDelivery(request, at({ addressee: unreachable }))).toEqual(suppressed)
  })

  test('whatever is asked for at whatever moment, nothing is sent against a preference or into quiet hours', () => {
    const moments = fc.integer({ min: 0, max: 60 * 24 * 14 }).map((minutes) => {
      return instant(new Date(Date.parse(noon) + minutes * 60_000).toISOString())
    })
    const someone = fc.record({
      channels: fc.subarray(['email', 'sms', 'phone']),
      categories: fc.subarray(['service', 'care', 'survey', 'promotion']),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...messageCategoryField().options),
        moments,
        someone,
        fc.boolean(),
        (category, now, refused, open) => {
          const to = { ...addressee, refusedChannels: refused.channels, refusedCategories: refused.categories }
          const delivery = decideDelivery({ ...request, category }, at({ now, addressee: to, complaintOpen: open }))
          if (delivery.kind === 'wait') expect(isQuiet(delivery.until, campus.timeZone, campus.quietHours)).toBe(false)
          if (delivery.kind !== 'send') return
          expect(refused.channels).not.toContain('email')
          expect(refused.categories).not.toContain(category)
          expect(category === 'staff' || !isQuiet(now, campus.timeZone, campus.quietHours)).toBe(true)
          expect(open && category === 'promotion').toBe(false)
        },
      ),
    )
  })
})

describe('F5: promotions pause while a complaint is open', () => {
  test('an offer is held back, a greeting is not', () => {
    const paused = at({ complaintOpen: true })
    expect(decideDelivery({ ...request, category: 'promotion' }, paused)).toEqual({
      kind: 'suppress',
      reason: 'complaintOpen',
    })
    expect(decideDelivery(request, paused).kind).toBe('send')
  })
})

describe('mail service troubles', () => {
  test('a busy mail service is asked again after 1, 2, 4 minutes and so on, and given up after twelve tries', () => {
    const waits = Array.from({ length: 12 }, (_, index) => retryAt(index + 1, noon))
    const minutes = waits.map((moment) => moment && (Date.parse(moment) - Date.parse(noon)) / 60_000)
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64, 64, 64, undefined])
  })

  test('after a lost answer receipts go out again, marketing does not', () => {
    expect(messageCategoryField().options.filter(isSentAgain)).toEqual(['receipt', 'staff'])
  })
})
