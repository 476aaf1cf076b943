import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  type FunctionProps as LambdaFunctionProps,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Place } from './place.ts'
import { alarmPeriod, raiseAlarm } from './raise-alarm.ts'

/** Long enough to look into a complaint, short enough that erased people are soon gone from logs as well. */
export const logRetention = RetentionDays.THREE_MONTHS

export interface ServiceFunctionProps extends Partial<LambdaFunctionProps> {
  readonly place: Place
  /** The function's name within the service: `api`. */
  readonly called: string
  readonly code: Code
  /** Which export of the bundle is the entry point; default `handler`. */
  readonly entry?: 'handler' | 'sweep'
}

/** A role that a function has to itself; its only right is to write its own log. */
function ownRole(scope: Construct, id: string, place: Place, called: string): Role {
  return new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `What ${place.prefix}-${called} may do`,
  })
}

/**
 * A function on Node 24 and arm64 with its own role, its log kept for three months, and alarms on errors and throttles.
 * Everything that Lambda takes can be given and wins over the defaults; environments are merged.
 */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { place, called, entry, environment, ...given }: ServiceFunctionProps) {
    const role = ownRole(scope, id, place, called)
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/tutelage/${place.prefix}-${called}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    super(scope, id, {
      functionName: `${place.prefix}-${called}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `index.${entry ?? 'handler'}`,
      memorySize: 512,
      timeout: Duration.seconds(30),
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[place.logLevel],
      environment: {
        POWERTOOLS_LOG_LEVEL: place.logLevel,
        POWERTOOLS_SERVICE_NAME: place.prefix,
        ...environment,
      },
      role,
      logGroup,
      ...given,
    })
    logGroup.grantWrite(role)
    raiseAlarm(this, `${called}-errors`, place, {
      metric: this.metricErrors({ period: alarmPeriod }),
      means: `${place.prefix}-${called} failed: read its log, docs/operations/alarms.md`,
    })
    raiseAlarm(this, `${called}-throttles`, place, {
      metric: this.metricThrottles({ period: alarmPeriod }),
      means: `${place.prefix}-${called} was not allowed to run as often as asked: docs/operations/alarms.md`,
    })
  }
}
