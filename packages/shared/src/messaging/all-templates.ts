import type { AnyMessageTemplate } from './message-template.ts'
import * as classes from './templates/enrollment/class-templates.ts'
import * as learning from './templates/enrollment/learning-templates.ts'
import * as schoolLife from './templates/enrollment/school-life-templates.ts'
import * as staff from './templates/enrollment/staff-templates.ts'
import * as tuition from './templates/enrollment/tuition-templates.ts'
import * as feedback from './templates/feedback-templates.ts'
import * as leads from './templates/leads-templates.ts'
import * as loyalty from './templates/loyalty-templates.ts'

/** Every message that can be sent. */
export const allTemplates: readonly AnyMessageTemplate[] = [
  leads,
  ...[classes, tuition, learning, schoolLife, staff],
  loyalty,
  feedback,
].flatMap((about) => Object.values(about))

const byName = new Map(allTemplates.map((template) => [template.name, template]))

export const findTemplate = (name: string): AnyMessageTemplate | undefined => byName.get(name)
