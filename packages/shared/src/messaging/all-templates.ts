import type { AnyMessageTemplate } from './message-template.ts'
import * as feedback from './templates/feedback-templates.ts'

/** Every message that can be sent. */
export const allTemplates: readonly AnyMessageTemplate[] = [feedback].flatMap((service) => Object.values(service))

const byName = new Map(allTemplates.map((template) => [template.name, template]))

export const findTemplate = (name: string): AnyMessageTemplate | undefined => byName.get(name)
