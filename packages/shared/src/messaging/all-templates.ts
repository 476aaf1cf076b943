import type { AnyMessageTemplate } from './message-template.ts'
import * as enrollment from './templates/enrollment-templates.ts'
import * as feedback from './templates/feedback-templates.ts'
import * as leads from './templates/leads-templates.ts'
import * as loyalty from './templates/loyalty-templates.ts'

/** Every message that can be sent. */
export const allTemplates: readonly AnyMessageTemplate[] = [leads, enrollment, loyalty, feedback].flatMap((service) =>
  Object.values(service),
)

const byName = new Map(allTemplates.map((template) => [template.name, template]))

export const findTemplate = (name: string): AnyMessageTemplate | undefined => byName.get(name)
