import type { ITopic } from 'aws-cdk-lib/aws-sns'

/** Where in a deployment a construct stands: whose it is, how its names begin, who hears its alarms. */
export interface Place {
  /** `tutelage-<stage>-<service>`. */
  readonly prefix: string
  readonly service: string
  readonly alarms: ITopic
}
