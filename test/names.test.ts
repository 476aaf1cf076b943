import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import * as enrollment from '@tutelage/shared/contracts/enrollment/events.ts'
import * as feedback from '@tutelage/shared/contracts/feedback/events.ts'
import * as leads from '@tutelage/shared/contracts/leads/events.ts'
import * as loyalty from '@tutelage/shared/contracts/loyalty/events.ts'
import { describe, expect, test } from 'vitest'
import { services } from './services.ts'

const sources = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts'], { encoding: 'utf8' })
  .split('\n')
  .filter(Boolean)

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

describe('a reader who knows the domain finds the code by its word', () => {
  test('files are kebab-case and named for what they hold', () => {
    expect(sources.length).toBeGreaterThan(200)
    const unkempt = sources.filter(
      (path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|mts)$/.test(basename(path)),
    )
    expect(unkempt).toEqual([])
    const empty = sources.filter((path) =>
      /^(utils?|helpers?|common|index|types?|manager|misc)\.ts$/.test(basename(path)),
    )
    expect(empty).toEqual([])
  })

  test.each(services.map((service) => [service.name, service] as const))(
    '%s: each folder is a capability of the manifest, under its name',
    (name, service) => {
      const folders = readdirSync(`services/${name}/src`).filter(
        (folder) => folder !== 'handlers' && folder !== 'testing',
      )
      const capabilities = service.capabilities.map((capability) => kebab(capability.name))
      expect(folders.length).toBeGreaterThan(2)
      expect(folders.filter((folder) => !capabilities.includes(folder))).toEqual([])
    },
  )

  test.each(services.map((service) => [service.name, service] as const))(
    '%s: each capability names the rules that it carries out',
    (_, service) => {
      for (const { name, rules } of service.capabilities) expect(rules.length, name).toBeGreaterThan(0)
    },
  )
})

describe('events', () => {
  const contracts = { leads, enrollment, loyalty, feedback }

  test.each(services.map((service) => [service.name, service] as const))(
    '%s publishes every event that it declares, and no other',
    (name, service) => {
      const declared = Object.values(contracts[name]).flatMap((value) => ('publishers' in value ? [value.name] : []))
      const published = service.publishes.map((event) => event.name)
      expect(declared.filter((event) => !published.includes(event))).toEqual([])
      for (const event of service.publishes) expect(event.publishers, event.name).toContain(name)
    },
  )

  test('every event that somebody waits for is published by somebody', () => {
    const published = new Set(services.flatMap((service) => service.publishes.map((event) => event.name)))
    const awaited = services.flatMap((service) => service.subscriptions.map(({ contract }) => contract.name))
    expect(awaited.filter((event) => !published.has(event))).toEqual([])
  })

  test('events are told in the past tense', () => {
    const names = services.flatMap((service) => service.publishes.map((event) => event.name))
    const past = /(ed|edUp|Sent|Paid|Held|Fell|Lost|Ran[A-Z]\w*|Overdue)$/
    expect(names.filter((name) => !past.test(name))).toEqual([])
  })
})
