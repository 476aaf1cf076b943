import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const read = (context: Readonly<Record<string, unknown>>) => readSettings((key) => context[key])
const local = { stage: 'local' }
const deployed = { stage: 'prod', chain: '晨光教育', publicUrl: 'https://crm.school.example/' }

test('the local stage needs nothing but its name', () => {
  expect(read(local)).toMatchObject({
    timeZones: ['Asia/Shanghai'],
    identity: { kind: 'userPool' },
    mail: { identity: 'tutelage.example', from: 'no-reply@tutelage.example' },
    publicUrl: 'http://127.0.0.1:4510',
    partnerAccounts: {},
  })
})

test('lists and tables mean the same from the command line and from cdk.json', () => {
  const typed = { timeZones: 'Asia/Shanghai, Europe/Paris', partnerAccounts: 'ads=123456789012,forms=210987654321' }
  const written = {
    timeZones: ['Asia/Shanghai', 'Europe/Paris'],
    partnerAccounts: { ads: '123456789012', forms: '210987654321' },
  }
  expect(read({ ...deployed, ...typed })).toEqual(read({ ...deployed, ...written }))
})

test('a deployed stage without a mail identity may send no mail', () => {
  expect(read(deployed)).toMatchObject({ mail: undefined, publicUrl: 'https://crm.school.example' })
})

test('links lead to the own domain when there is one', () => {
  const domain = {
    domainName: 'crm.school.example',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  }
  expect(read({ ...deployed, publicUrl: undefined, ...domain }).publicUrl).toBe('https://crm.school.example')
})

test.each([
  ['no stage, so that none is deployed by mistake', { stage: undefined }],
  ['a stage that is no name', { stage: 'Prod 1' }],
  ['a zone that is none', { timeZones: 'Asia/Shanghai,Mars/Olympus' }],
  ['an account that is none', { partnerAccounts: { ads: '12' } }],
  ['an issuer without audience', { issuerUrl: 'https://id.school.example' }],
  ['an issuer without TLS', { issuerUrl: 'http://id.school.example', audience: 'crm' }],
  ['a sender without identity', { mailFrom: 'no-reply@school.example' }],
  ['a domain without certificate', { domainName: 'crm.school.example' }],
  ['no address for the links in mails', { publicUrl: undefined }],
  ['a restored table of no service', { restoredTables: 'lead=tutelage-prod-leads-r1' }],
])('%s is refused', (_what, wrong) => {
  expect(() => read({ ...deployed, ...wrong })).toThrow('CDK context')
})
