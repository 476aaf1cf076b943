import type { CampusSettings } from '../contracts/campus.ts'
import { campusSettings } from '../contracts/campus.ts'

const weekday = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '18:00' },
]

/** A campus as it is configured over HTTP: Shanghai, two shifts on weekdays, one on Saturday. */
export const demoCampusRequest = {
  name: { 'zh-CN': '东校区', en: 'East Campus' },
  hotline: '400-800-1234',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'zh-CN',
  calendar: {
    weekly: {
      mon: weekday,
      tue: weekday,
      wed: weekday,
      thu: weekday,
      fri: weekday,
      sat: [{ from: '09:00', to: '17:00' }],
      sun: [],
    },
    holidays: [],
    makeUpDays: [],
  },
  quietHours: { from: '21:30', to: '08:00' },
} as const

export const demoCampusSettings: CampusSettings = campusSettings.parse(demoCampusRequest)
