import * as z from 'zod'
import { localDateField } from '../../../contracts/fields.ts'
import { defineTemplate } from '../../message-template.ts'

/** To a campus manager: a certificate of a teacher is about to expire. Rule: E17. */
export const certificateExpires = defineTemplate({
  name: 'certificateExpires',
  category: 'staff',
  params: () => z.object({ teacherId: z.string(), name: z.string(), expiresOn: localDateField() }),
  wordings: {
    'zh-CN': ({ params, format }) => ({
      subject: `教师证书即将到期：${params.name}`,
      text: `教师${params.teacherId}的“${params.name}”将于${format.day(params.expiresOn)}到期。请及时安排换证，并登记新证书。`,
    }),
    en: ({ params, format }) => ({
      subject: `A teacher's certificate expires: ${params.name}`,
      text: `“${params.name}” of teacher ${params.teacherId} is valid until ${format.day(params.expiresOn)}. Please see to its renewal, and record the new certificate.`,
    }),
  },
})
