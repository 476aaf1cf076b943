import * as z from 'zod'
import { whenAsked } from '../../contracts/deferred.ts'
import { type DangerReason, dangerReasonField } from '../../contracts/loyalty/events.ts'
import { type Festival, festivalField } from '../../contracts/loyalty/policies.ts'
import { defineTemplate } from '../message-template.ts'

/** To the family, on the student's birthday. Rule: Y10. */
export const birthdayGreeting = defineTemplate({
  name: 'birthdayGreeting',
  category: 'care',
  params: () => z.object({}),
  wordings: {
    'zh-CN': ({ student, campus }) => ({
      subject: `${student}，生日快乐！`,
      text: `今天是${student}的生日，${campus}的全体老师祝${student}生日快乐，健康成长，学习进步！`,
    }),
    en: ({ student, campus }) => ({
      subject: `Happy birthday, ${student}!`,
      text: `Today is ${student}'s birthday. All of us at ${campus} wish ${student} a happy birthday, good health and a year full of discoveries.`,
    }),
  },
})

const chinese: Readonly<Record<Festival, readonly [string, string]>> = {
  springFestival: ['春节快乐！', '新春佳节，祝您全家新年快乐，万事如意！'],
  lantern: ['元宵节快乐！', '元宵佳节，祝您全家团团圆圆，幸福美满！'],
  dragonBoat: ['端午安康！', '端午节到了，祝您全家平安健康！'],
  midAutumn: ['中秋节快乐！', '月圆人团圆，祝您全家中秋节快乐！'],
  doubleNinth: ['重阳节安康！', '重阳登高，祝您全家、尤其是家中的长辈健康长寿！'],
}

const english: Readonly<Record<Festival, readonly [string, string]>> = {
  springFestival: ['Happy Spring Festival!', 'We wish you and your family a happy and prosperous New Year.'],
  lantern: ['Happy Lantern Festival!', 'We wish you and your family joy and togetherness this Lantern Festival.'],
  dragonBoat: [
    'A peaceful Dragon Boat Festival',
    'We wish you and your family health and peace this Dragon Boat Festival.',
  ],
  midAutumn: [
    'Happy Mid-Autumn Festival!',
    'The moon is full: we wish you and your family a happy Mid-Autumn Festival.',
  ],
  doubleNinth: [
    'A happy Double Ninth Festival',
    'We wish you and your family, the grandparents above all, health and a long life this Double Ninth Festival.',
  ],
}

/** To a household, on a lunar festival. Rule: Y10. */
export const festivalGreeting = defineTemplate({
  name: 'festivalGreeting',
  category: 'care',
  params: () => z.object({ festival: festivalField() }),
  wordings: {
    'zh-CN': ({ params, campus }) => {
      const [subject, wish] = chinese[params.festival]
      return { subject, text: `${wish}${campus}感谢您一直以来的信任与支持。` }
    },
    en: ({ params, campus }) => {
      const [subject, wish] = english[params.festival]
      return { subject, text: `${wish} Thank you for your trust in ${campus}.` }
    },
  },
})

const reasonsInChinese: Readonly<Record<DangerReason, string>> = {
  frequentAbsence: '频繁缺课',
  gradeFell: '成绩下滑',
  lowSatisfaction: '满意度低',
  complaint: '投诉未了结',
}

const reasonsInEnglish: Readonly<Record<DangerReason, string>> = {
  frequentAbsence: 'frequent absence',
  gradeFell: 'a fallen grade',
  lowSatisfaction: 'low satisfaction',
  complaint: 'an open complaint',
}

/** Reasons as a message param holds them, joined by commas, since params are flat. */
const reasonsParam = whenAsked(() =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(dangerReasonField())),
)

/** To the learning manager: a family may leave. Rule: Y14. */
export const dangerTask = defineTemplate({
  name: 'dangerTask',
  category: 'staff',
  params: () => z.object({ dangerId: z.string(), studentId: z.string(), reasons: reasonsParam() }),
  wordings: {
    'zh-CN': ({ params }) => ({
      subject: '有家庭处于危险期，请尽快联系',
      text: `学员 ${params.studentId} 的家庭有流失危险，原因：${params.reasons.map((reason) => reasonsInChinese[reason]).join('、')}（编号 ${params.dangerId}）。请尽快联系家长，并在系统中记录处理结果。`,
    }),
    en: ({ params }) => ({
      subject: 'A family is endangered: please call',
      text: `The family of student ${params.studentId} may leave: ${params.reasons.map((reason) => reasonsInEnglish[reason]).join(', ')} (${params.dangerId}). Please call them soon and record what came of it.`,
    }),
  },
})
