import { expect, test } from 'vitest'
import { busEnvironment, jobsEnvironment, readEnvironment, tableEnvironment, zonesEnvironment } from './environment.ts'

test('a function knows its table, and where families reach the pages', () => {
  const environment = { TABLE_NAME: 'leads', PUBLIC_URL: 'https://school.example/', OTHER: 'x' }
  expect(readEnvironment(tableEnvironment(), environment)).toEqual({
    TABLE_NAME: 'leads',
    PUBLIC_URL: 'https://school.example',
  })
})

test('who configures campuses knows the zones in which daily jobs run', () => {
  const read = (TIME_ZONES?: string) => readEnvironment(zonesEnvironment(), { TIME_ZONES }).TIME_ZONES
  expect(read('Asia/Shanghai,America/New_York')).toEqual(['Asia/Shanghai', 'America/New_York'])
  expect(() => read('')).toThrow('lacks TIME_ZONES')
  expect(() => read()).toThrow('lacks TIME_ZONES')
})

test('a function without what it needs does not start, and says what is missing', () => {
  expect(() => readEnvironment(tableEnvironment(), {})).toThrow('lacks TABLE_NAME')
  expect(() => readEnvironment(busEnvironment(), { BUS_NAME: '' })).toThrow('lacks BUS_NAME')
  expect(() => readEnvironment(jobsEnvironment(), { JOBS_QUEUE_URL: 'no url' })).toThrow('lacks JOBS_QUEUE_URL')
})
