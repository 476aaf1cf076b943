import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb'
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { tableShape } from '../../packages/shared/src/data/table-shape.ts'
import type { WriteRight } from '../write-rights.ts'
import type { Place } from './place.ts'

const text = (name: string) => ({ name, type: AttributeType.STRING })

export type TableIndex = keyof typeof tableShape.indexes

/**
 * What every use case may do. Reads come together: to withhold one of them protects nothing that another does not give.
 * A transaction is checked by the actions of its parts.
 */
const useCaseActions = ['GetItem', 'BatchGetItem', 'Query', 'PutItem']

export interface ServiceTableProps extends Partial<TableProps> {
  readonly place: Place
}

/**
 * A service's table. Capacity on demand; kept when its stack goes; restorable to any second of 35 days. Encrypted with
 * the account's `aws/dynamodb` key: its use shows in CloudTrail, and it costs no monthly fee as a key of our own would.
 */
export class ServiceTable extends Table {
  constructor(scope: Construct, id: string, { place, ...given }: ServiceTableProps) {
    super(scope, id, {
      tableName: place.prefix,
      partitionKey: text(tableShape.partitionKey),
      sortKey: text(tableShape.sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType[tableShape.stream],
      timeToLiveAttribute: tableShape.timeToLiveAttribute,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...given,
    })
    for (const [indexName, index] of Object.entries(tableShape.indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType[index.projection],
        ...('nonKeyAttributes' in index && { nonKeyAttributes: [...index.nonKeyAttributes] }),
      })
    }
  }

  /** Lets a function run use cases: read, put and what else they do to items, and find them by the lookup index. */
  allowUseCases(grantee: IGrantable, writes: readonly WriteRight[]): void {
    this.#allow(grantee, [...useCaseActions, ...writes], [this.tableArn])
    this.allowIndexes(grantee, 'lookup')
  }

  /** Lets a function query these indexes. */
  allowIndexes(grantee: IGrantable, ...indexes: readonly TableIndex[]): void {
    this.#allow(
      grantee,
      ['Query'],
      indexes.map((index) => `${this.tableArn}/index/${index}`),
    )
  }

  /** Lets a function do just these things to items. */
  allowItems(grantee: IGrantable, ...actions: readonly string[]): void {
    this.#allow(grantee, actions, [this.tableArn])
  }

  #allow(grantee: IGrantable, actions: readonly string[], resources: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources }),
    )
  }
}
