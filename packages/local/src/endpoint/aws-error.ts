/** An answer of an AWS service that is not what was asked for. */
export class AwsError extends Error {
  override name = 'AwsError'
  readonly code: string
  readonly status: number

  /** @param code as AWS names it, such as `ValidationException` */
  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** For operations that exist at AWS and not here. */
export const notEmulated = (operation: string): AwsError =>
  new AwsError('UnknownOperationException', `the local cloud does not emulate ${operation}`)
