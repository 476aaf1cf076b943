import type { AwsOperations } from '../endpoint/aws-call.ts'
import { escapeXml, type QueryOperation, type QueryParameters, type QueryService } from '../endpoint/query-protocol.ts'

type Input = Readonly<Record<string, unknown>>

const integers = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'])
const plainFields = ['QueueUrl', 'QueueName', 'QueueNamePrefix', 'MessageBody', 'ReceiptHandle', ...integers]

/** SQS as clients before 2024 speak it, AWS CLI 2.9 among them: form parameters in, XML out, over the same operations. */
export function queueQueryService(operations: AwsOperations): QueryService {
  const adapted = Object.entries(operations).map(([name, run]): [string, QueryOperation] => [
    name,
    async (parameters, call) => toXml(await run(inputOf(name, parameters), call)),
  ])
  return { namespace: 'http://queue.amazonaws.com/doc/2012-11-05/', operations: Object.fromEntries(adapted) }
}

function inputOf(operation: string, parameters: QueryParameters): Input {
  const entryName = `${operation}RequestEntry`
  const count = parameters.count(entryName)
  const Entries = Array.from({ length: count }, (_, at) => ({
    Id: parameters.get(`${entryName}.${at + 1}.Id`),
    ...fieldsOf(parameters, `${entryName}.${at + 1}.`),
  }))
  const AttributeNames = parameters.list('AttributeName')
  return {
    ...fieldsOf(parameters, ''),
    ...(count > 0 && { Entries }),
    ...(AttributeNames.length > 0 && { AttributeNames }),
  }
}

function fieldsOf(parameters: QueryParameters, prefix: string): Input {
  const plain = plainFields.flatMap((name) => {
    const value = parameters.get(prefix + name)
    return value === undefined ? [] : [[name, integers.has(name) ? Number(value) : value] as const]
  })
  const attributes = Array.from({ length: parameters.count(`${prefix}MessageAttribute`) }, (_, at) => {
    const one = `${prefix}MessageAttribute.${at + 1}.`
    const value = {
      DataType: parameters.get(`${one}Value.DataType`),
      StringValue: parameters.get(`${one}Value.StringValue`),
    }
    return [parameters.get(`${one}Name`) ?? '', value] as const
  })
  return {
    ...Object.fromEntries(plain),
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  }
}

/** Lists are flattened under the names that the old protocol gives them; maps become Name and Value. */
const listNames: Readonly<Record<string, string>> = {
  QueueUrls: 'QueueUrl',
  Messages: 'Message',
  Successful: 'ResultEntry',
  Failed: 'BatchResultErrorEntry',
}
const mapNames: Readonly<Record<string, string>> = { Attributes: 'Attribute', MessageAttributes: 'MessageAttribute' }

function toXml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === undefined ? '' : escapeXml(String(value))
  return Object.entries(value)
    .map(([name, one]) => {
      const mapName = mapNames[name]
      if (Array.isArray(one)) return one.map((each) => element(listNames[name] ?? name, toXml(each))).join('')
      if (mapName && typeof one === 'object' && one !== null) {
        const pairs = Object.entries(one).map(
          ([key, each]) => element('Name', escapeXml(key)) + element('Value', toXml(each)),
        )
        return pairs.map((pair) => element(mapName, pair)).join('')
      }
      return element(name, toXml(one))
    })
    .join('')
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`
