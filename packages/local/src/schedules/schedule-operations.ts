import type { AwsCall } from '../endpoint/aws-call.ts'
import { AwsError } from '../endpoint/aws-error.ts'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../endpoint/http-answer.ts'
import type { ScheduleDefinition } from './schedule-definition.ts'

/** EventBridge Scheduler: looking at the schedules there are. */
export function scheduleOperations(schedules: readonly ScheduleDefinition[]) {
  return async ({ method, path, query }: HttpRequest, call: AwsCall): Promise<HttpAnswer | undefined> => {
    const [, name] = /^\/schedules(?:\/([^/]+))?\/?$/.exec(path) ?? []
    if (method !== 'GET' || !/^\/schedules(\/|$)/.test(path)) return undefined
    if (name === undefined) {
      call.authorize({ action: 'scheduler:ListSchedules', resource: '*' })
      const group = query.get('ScheduleGroup')
      const listed = schedules.filter(({ groupName }) => group === null || group === groupName)
      return jsonAnswer(200, { Schedules: listed.map((one) => ({ ...summary(one), Target: { Arn: one.targetArn } })) })
    }
    const found = schedules.find((one) => one.name === decodeURIComponent(name))
    if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404)
    call.authorize({ action: 'scheduler:GetSchedule', resource: found.arn })
    const Target = { Arn: found.targetArn, RoleArn: found.roleArn, Input: found.input }
    const expression = { ScheduleExpression: found.expression, ScheduleExpressionTimezone: found.timeZone }
    return jsonAnswer(200, { ...summary(found), ...expression, Target })
  }
}

const summary = ({ name, arn, groupName }: ScheduleDefinition) => ({
  Name: name,
  Arn: arn,
  GroupName: groupName,
  State: 'ENABLED',
})
