import { campusCopies } from '@tutelage/shared/campus/capability.ts'
import { defineService } from '@tutelage/shared/contracts/define-service.ts'
import { activitiesCapability } from './src/activities/capability.ts'
import { appraisalCapability } from './src/appraisal/capability.ts'
import { attendanceCapability } from './src/attendance/capability.ts'
import { bookingCapability } from './src/booking/capability.ts'
import { calendarFeedCapability } from './src/calendar-feed/capability.ts'
import { catalogueCapability } from './src/catalogue/capability.ts'
import { certificatesCapability } from './src/certificates/capability.ts'
import { eliteCapability } from './src/elite/capability.ts'
import { enrollingCapability } from './src/enrolling/capability.ts'
import { examsCapability } from './src/exams/capability.ts'
import { gradesCapability } from './src/grades/capability.ts'
import { importCapability } from './src/import/capability.ts'
import { lessonHoursCapability } from './src/lesson-hours/capability.ts'
import { libraryCapability } from './src/library/capability.ts'
import { makeUpCapability } from './src/make-up/capability.ts'
import { partnersCapability } from './src/partners/capability.ts'
import { progressReportsCapability } from './src/progress-reports/capability.ts'
import { promotionCapability } from './src/promotion/capability.ts'
import { renewalCapability } from './src/renewal/capability.ts'
import { selfAssessmentCapability } from './src/self-assessment/capability.ts'
import { studentsCapability } from './src/students/capability.ts'
import { teacherPayCapability } from './src/teacher-pay/capability.ts'
import { timetableCapability } from './src/timetable/capability.ts'
import { transferCapability } from './src/transfer/capability.ts'
import { tuitionCapability } from './src/tuition/capability.ts'
import { yearPlansCapability } from './src/year-plans/capability.ts'

export default defineService('enrollment', [
  campusCopies,
  studentsCapability,
  catalogueCapability,
  timetableCapability,
  bookingCapability,
  calendarFeedCapability,
  enrollingCapability,
  tuitionCapability,
  yearPlansCapability,
  transferCapability,
  promotionCapability,
  renewalCapability,
  attendanceCapability,
  makeUpCapability,
  lessonHoursCapability,
  gradesCapability,
  examsCapability,
  eliteCapability,
  selfAssessmentCapability,
  progressReportsCapability,
  teacherPayCapability,
  certificatesCapability,
  appraisalCapability,
  libraryCapability,
  activitiesCapability,
  importCapability,
  partnersCapability,
])
