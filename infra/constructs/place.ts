import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { LogLevel } from '../settings.ts'

/** Where in a deployment a construct stands: whose it is, how its names begin, who hears its alarms. */
export interface Place {
  /** `tutelage-<stage>-<service>`. */
  readonly prefix: string
  readonly service: string
  readonly alarms: ITopic
  /** From which level on its functions write to their logs. */
  readonly logLevel: LogLevel
}
