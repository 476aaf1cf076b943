import type { IRuleRef, IRuleTarget } from 'aws-cdk-lib/aws-events'
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { EventSourceMappingOptions, IEventSourceDlq, IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

// CDK's own grants at queues bring what only consoles and hand-written clients need, such as asking for a queue's URL.

/** Lets a function, and its mappings and dead letters, put messages into a queue. */
export function allowSend(grantee: IGrantable, queue: IQueue): void {
  const statement = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })
  grantee.grantPrincipal.addToPrincipalPolicy(statement)
}

/** What Lambda asks of a function's role to read a queue for it. */
const readActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** Lets a function work on a queue; what it reports as failed comes again. */
export function workOn(queue: IQueue, handler: IFunction, given: EventSourceMappingOptions): void {
  handler.addToRolePolicy(new PolicyStatement({ actions: readActions, resources: [queue.queueArn] }))
  handler.addEventSourceMapping('Work', {
    eventSourceArn: queue.queueArn,
    reportBatchItemFailures: true,
    ...given,
  })
}

/** Where a mapping puts what it gives up. */
export const givenUpInto = (queue: IQueue): IEventSourceDlq => ({
  bind(_mapping, handler) {
    allowSend(handler, queue)
    return { destination: queue.queueArn }
  },
})

function allowRule(rule: IRuleRef, queue: IQueue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleRef.ruleArn } },
    }),
  )
}

/** A rule's target: a queue that takes events of that rule, and the dead letters for what it does not take. */
export const queueTarget = (queue: IQueue, deadLetters: IQueue): IRuleTarget => ({
  bind(rule) {
    allowRule(rule, queue)
    allowRule(rule, deadLetters)
    return { arn: queue.queueArn, targetResource: queue, deadLetterConfig: { arn: deadLetters.queueArn } }
  },
})
