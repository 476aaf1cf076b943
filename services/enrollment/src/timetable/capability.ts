import type { Capability } from '@tutelage/shared/contracts/define-service.ts'
import { lessonCancelled, lessonScheduled, teacherChanged } from '@tutelage/shared/contracts/enrollment/events.ts'
import { messageRequested } from '@tutelage/shared/contracts/message-events.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { noticeJob } from './lesson-notice-store.ts'
import { routes } from './routes.ts'
import { tellLessonChanged } from './tell-lesson-changed.ts'

/** Lessons and their times; teachers, rooms and students are in one place at a time. */
export const timetableCapability: Capability<CampusContext> = {
  name: 'timetable',
  rules: ['E2'],
  routes,
  jobs: [{ kind: 'due', name: noticeJob, run: tellLessonChanged }],
  publishes: [lessonScheduled, lessonCancelled, teacherChanged, messageRequested],
}
