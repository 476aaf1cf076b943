/**
 * AWS's public prices in US$, us-east-1, beyond the free tier, as of November 2025. Each is of one unit of what it names.
 * Not here, because they are free: streams read by Lambda, EventBridge rules and their deliveries to queues.
 */
export const prices = {
  /** HTTP API, first 300 million requests a month. */
  httpRequest: 1.0 / 1e6,
  /** CloudFront HTTPS requests, in front of the APIs. */
  edgeRequest: 1.0 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  /** ARM, first 7.5 billion GB-seconds a month. */
  lambdaGbSecond: 0.0000133334,
  /** DynamoDB on demand, standard class. */
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  /** A custom event of up to 64 KB. */
  event: 1.0 / 1e6,
  queueRequest: 0.4 / 1e6,
  schedulerInvocation: 1.0 / 1e6,
  mail: 0.1 / 1000,
  /** CloudWatch Logs, taken in. */
  logByte: 0.5 / 2 ** 30,
} as const

/** What the units do not say, chosen rather high. */
export const assumptions = {
  /** Memory as the stacks give it. */
  apiGb: 1,
  eventsGb: 0.5,
  relayGb: 0.25,
  /** Of one invocation: DynamoDB's few milliseconds for each step, and a cold start for one in a hundred. */
  apiSeconds: 0.06,
  eventsSeconds: 0.06,
  relaySeconds: 0.03,
  /** START, END and REPORT, one line of ours and the metrics. */
  logBytesOfInvocation: 1_200,
  /** A message is sent, received and deleted; none shares a batch. */
  queueRequestsOfMessage: 3,
} as const
