import { expect, test } from 'vitest'
import { busEnvironment, jobsEnvironment, mailEnvironment, readEnvironment, tableEnvironment } from './environment.ts'

test('a function knows its table, and where families reach the pages', () => {
  const environment = { TABLE_NAME: 'leads', PUBLIC_URL: 'https://school.example/', OTHER: 'x' }
  expect(readEnvironment(tableEnvironment, environment)).toEqual({
    TABLE_NAME: 'leads',
    PUBLIC_URL: 'https://school.example',
    LOG_LEVEL: 'INFO',
  })
})

test('a function without what it needs does not start, and says what is missing', () => {
  expect(() => readEnvironment(tableEnvironment, {})).toThrow('lacks TABLE_NAME')
  expect(() => readEnvironment(busEnvironment, { BUS_NAME: '' })).toThrow('lacks BUS_NAME')
  expect(() => readEnvironment(jobsEnvironment, { JOBS_QUEUE_URL: 'no url' })).toThrow('lacks JOBS_QUEUE_URL')
})

test('a variable with a wrong value is as good as missing', () => {
  expect(() => readEnvironment(tableEnvironment, { TABLE_NAME: 'leads', LOG_LEVEL: 'LOUD' })).toThrow('lacks LOG_LEVEL')
  expect(() => readEnvironment(mailEnvironment, { MAIL_FROM: '' })).toThrow('lacks MAIL_FROM')
})

test('a stage without mail has no sender', () => {
  expect(readEnvironment(mailEnvironment, {})).toEqual({ MAIL_FROM: undefined })
})
