import { writeCampus } from '../campus/campus-store.ts'
import { type CampusProfile, campusProfile } from '../contracts/campus.ts'
import type { Table } from '../data/table.ts'
import { enterCampus, systemScope } from '../kernel/scope.ts'

const workday = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]

/** A campus in Shanghai that works from Monday to Friday with a noon break, or what the test changes of it. */
export function sampleCampus(change: Readonly<Record<string, unknown>> = {}): CampusProfile {
  return campusProfile().parse({
    campusId: 'cam_demo-east',
    name: { 'zh-CN': '东校区', en: 'East Campus' },
    hotline: '+86 21 5555 0100',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    language: 'zh-CN',
    calendar: {
      weekly: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday, sat: [], sun: [] },
      holidays: ['2026-10-01'],
      makeUpDays: [],
    },
    quietHours: { from: '21:00', to: '08:00' },
    ...change,
  })
}

/** Puts a campus into a service's table, as if its profile had come. */
export async function storeCampus(table: Table, profile: CampusProfile = sampleCampus()): Promise<void> {
  const campus = enterCampus(systemScope('test'), profile.campusId)
  if (!campus) throw new Error('the system may enter every campus')
  const outcome = await table.transact(writeCampus(campus, profile, 1))
  if (!outcome.done) throw new Error('the campus is already there')
}
