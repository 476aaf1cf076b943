/** The account and region that everything local belongs to. */
export const accountId = '000000000000'
export const region = 'us-east-1'

/** `arn:aws:<service>:us-east-1:000000000000:<resource>` */
export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`

/** The service of an ARN, and its last part: what comes after the account. */
export function partsOfArn(arn: string): { readonly service: string; readonly resource: string } {
  const [, , service = '', , , ...resource] = arn.split(':')
  return { service, resource: resource.join(':') }
}

/** The function that an ARN or a name means, without its version or alias. */
export function functionNameOf(arnOrName: string): string {
  if (!arnOrName.startsWith('arn:')) return arnOrName.split(':')[0] ?? arnOrName
  return partsOfArn(arnOrName).resource.split(':')[1] ?? ''
}

/** What follows the last slash or colon of an ARN: the name of a queue, a table, a role. */
export const nameOfArn = (arn: string): string => partsOfArn(arn).resource.split('/').at(-1) ?? ''
