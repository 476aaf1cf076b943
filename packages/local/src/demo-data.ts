import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** How the demo chain is put in: through the gateway, as the principal would. */
interface DemoTarget {
  readonly gatewayUrl: string
  /** A token of the principal. */
  readonly token: string
}

const weekdayShifts = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]
const weekendShifts = [{ from: '09:00', to: '17:00' }]

const calendar = {
  weekly: {
    mon: weekdayShifts,
    tue: weekdayShifts,
    wed: weekdayShifts,
    thu: weekdayShifts,
    fri: weekdayShifts,
    sat: weekendShifts,
    sun: weekendShifts,
  },
  holidays: [],
  makeUpDays: [],
}

const campus = (chinese: string, english: string, hotline: string) => ({
  name: { 'zh-CN': chinese, en: english },
  hotline,
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'zh-CN',
  calendar,
  quietHours: { from: '21:30', to: '08:00' },
})

const campuses = [
  { id: 'cam_demo-east', suffix: '', settings: campus('东校区', 'East Campus', '400-800-1234') },
  { id: 'cam_demo-west', suffix: '-west', settings: campus('西校区', 'West Campus', '400-800-5678') },
] as const

const consultants = [
  { user: 'consultant', name: '王老师' },
  { user: 'consultant-2', name: '陈老师' },
] as const

const staff = [
  { user: 'campusManager', name: '赵校长', roles: ['campusManager'] },
  { user: 'learningManager', name: '孙老师', roles: ['learningManager'] },
] as const

/** The partner of the demo, and what it may post where. */
const demoPartner = 'prt_demo'
const partnerTypes = {
  leads: ['LeadCaptured'],
  enrollment: ['PaymentReceived', 'LessonAttended'],
  feedback: ['ComplaintFiled'],
} as const

async function put({ gatewayUrl, token }: DemoTarget, path: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(path, gatewayUrl), {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  // 428: it stands there already, from a start that was cut off.
  if (!response.ok && response.status !== 428) {
    throw new Error(`demo data: PUT ${path} answered ${response.status}: ${await response.text()}`)
  }
}

async function putCampus(target: DemoTarget, { id, suffix, settings }: (typeof campuses)[number]): Promise<void> {
  await put(target, `/leads/campuses/${id}`, settings)
  const email = (user: string) => `${user}${suffix}@tutelage.test`
  for (const { user, name } of consultants) {
    if (suffix && user !== 'consultant') continue
    await put(target, `/leads/campuses/${id}/consultants/stf_demo-${user}${suffix}`, { name, email: email(user) })
  }
  for (const { user, name, roles } of staff) {
    await put(target, `/leads/campuses/${id}/staff/stf_demo-${user}${suffix}`, { name, email: email(user), roles })
  }
}

async function principalToken(gatewayUrl: string): Promise<string> {
  const body = JSON.stringify({ user: 'principal' })
  const response = await fetch(new URL('/_local/token', gatewayUrl), { method: 'POST', body })
  return z.object({ token: z.string() }).parse(await response.json()).token
}

/** Where and for whom. */
export interface DemoOptions {
  readonly cloud: { readonly gatewayUrl: string }
  readonly dataDir: string
  readonly tell: (text: string) => void
}

/**
 * Puts the demo chain into a new data folder: two campuses with staff, and one partner registered at the services that
 * take events. What stands there already stays, so a start that was cut off is made good by the next.
 * @throws Error when the gateway refuses any of it
 */
export async function seedDemo({ cloud, dataDir, tell }: DemoOptions): Promise<void> {
  const marker = join(dataDir, 'seeded')
  if (existsSync(marker)) return
  tell('putting the demo chain in: two campuses, their staff, one partner')
  const target = { gatewayUrl: cloud.gatewayUrl, token: await principalToken(cloud.gatewayUrl) }
  for (const each of campuses) await putCampus(target, each)
  for (const [service, eventTypes] of Object.entries(partnerTypes)) {
    const registration = { name: 'Demo partner', eventTypes, campuses: ['cam_demo-east'], lawfulBasis: 'consent' }
    await put(target, `/${service}/partners/${demoPartner}`, registration)
  }
  writeFileSync(marker, new Date().toISOString())
}
