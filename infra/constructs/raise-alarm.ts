import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Construct } from 'constructs'
import { type Counted, metricNamespace } from '../../packages/shared/src/lambda/meter.ts'
import type { Place } from './place.ts'

/** Metrics are summed over this long; an alarm speaks up within it. */
export const alarmPeriod = Duration.minutes(5)

/** When somebody should look, and what they should know then. */
export interface AlarmWording {
  readonly metric: IMetric
  /** Raised at this value and above; default 1. */
  readonly threshold?: number
  /** Raised when so many periods in a row reach it; default 1. */
  readonly periods?: number
  /** What it means and which page of docs/operations helps. */
  readonly means: string
}

/** How often something was counted by the functions of a service. */
export const countedBy = ({ prefix }: Place, what: Counted): IMetric =>
  new Metric({
    namespace: metricNamespace,
    metricName: what,
    dimensionsMap: { service: prefix },
    statistic: 'Sum',
    period: alarmPeriod,
  })

/**
 * Alarms the stage's topic at once and tells it when all is well again; no data is good news.
 * @param id becomes part of the alarm's name, `<prefix>-<id>`
 */
export function raiseAlarm(scope: Construct, id: string, place: Place, wording: AlarmWording): void {
  const { metric, threshold = 1, periods = 1, means } = wording
  const alarm = new Alarm(scope, `${id}-alarm`, {
    alarmName: `${place.prefix}-${id}`,
    alarmDescription: means,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(new SnsAction(place.alarms))
  alarm.addOkAction(new SnsAction(place.alarms))
}
