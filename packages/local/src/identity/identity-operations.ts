import { accountId } from '../assembly/arns.ts'
import { operatorArn } from '../assembly/supported-kinds.ts'
import type { QueryService } from '../endpoint/query-protocol.ts'

/** STS: who am I. Anybody may ask. */
export const identityOperations: QueryService = {
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    GetCallerIdentity: (_, { caller }) => {
      const arn = caller.kind === 'function' ? caller.roleArn : operatorArn
      return `<Arn>${arn}</Arn><UserId>AIDALOCAL</UserId><Account>${accountId}</Account>`
    },
  },
}
