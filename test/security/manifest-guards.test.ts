import type { BoundRoute } from '@tutelage/shared/contracts/bind-route.ts'
import type { Service } from '@tutelage/shared/contracts/define-service.ts'
import type { CampusContext } from '@tutelage/shared/data/context.ts'
import { staffRoles } from '@tutelage/shared/kernel/scope.ts'
import { expect, test } from 'vitest'
import type { Plant } from '../simulation/plant.ts'
import { askersOf } from './callers.ts'
import { readExpected, titleOf } from './expected.ts'
import { askAs, cellsOf, setScene, verdictOn } from './measure.ts'
import { situations } from './situations.ts'
import { verdictOf } from './verdict.ts'

type Route = BoundRoute<CampusContext>

/** Manifests in which every route of the staff was changed in the same way. */
function plantIn(bug: string, change: (contract: Route['contract']) => Partial<Route['contract']>): Plant {
  const changed = (route: Route): Route => {
    const { contract } = route
    return {
      ...route,
      contract: Object.defineProperties({ ...contract }, Object.getOwnPropertyDescriptors(change(contract))),
    }
  }
  return {
    bug,
    service: (service: Service<CampusContext>) => ({ ...service, routes: service.routes.map(changed) }),
  }
}

const forStaff = situations.filter(
  ({ operation }) => !operation.contract.roles.some((role) => ['partner', 'guardianLink', 'anonymous'].includes(role)),
)
const expected = await readExpected()

/** The verdict that is expected of a role. */
function expectedOf(title: string, role: string): string {
  const line = expected
    .get(title)
    ?.split('\n')
    .find((one) => one.split(': ').at(-1)?.split(' ').includes(role))
  return line?.trim().split(':')[0] ?? 'nothing'
}

const everyRole = plantIn('every role may', () => ({ roles: staffRoles }))

test.each(forStaff.map((one) => [titleOf(one), one] as const))(
  '%s: whoever lets another role in is found out',
  async (title, { operation }) => {
    const scene = await setScene(operation, everyRole)
    const strangers = askersOf(scene.school).filter(
      ({ role, at }) =>
        at === 'own' && staffRoles.some((one) => one === role) && !operation.contract.roles.some((one) => one === role),
    )
    for (const { role, as } of strangers) {
      expect(verdictOf(await askAs(scene, as)), role).not.toBe(expectedOf(title, role))
    }
  },
)

const hiding = situations.filter(({ operation }) => Object.keys(operation.contract.hidden).length > 0)

test.each(hiding.map((one) => [titleOf(one), one] as const))(
  '%s: whoever shows a hidden field is found out',
  async (title, { operation }) => {
    for (const [path, roles] of Object.entries(operation.contract.hidden)) {
      const shown = plantIn(`${path} is shown`, ({ hidden }) => ({ hidden: { ...hidden, [path]: [] } }))
      const cells = await cellsOf(await setScene(operation, shown))
      for (const role of roles) expect(verdictOn(cells, role), role).not.toBe(expectedOf(title, role))
    }
  },
)
