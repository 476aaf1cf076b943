import * as z from 'zod'
import { bindRoute } from '../../packages/shared/src/contracts/bind-route.ts'
import { defineEvent, type ServiceName, serviceNames } from '../../packages/shared/src/contracts/define-event.ts'
import { defineRoute, noBody, nothing } from '../../packages/shared/src/contracts/define-route.ts'
import { defineService } from '../../packages/shared/src/contracts/define-service.ts'
import { idField } from '../../packages/shared/src/contracts/fields.ts'
import { definePartnerEvent, on, onPartner } from '../../packages/shared/src/contracts/subscribe.ts'
import { accept } from '../../packages/shared/src/kernel/decision.ts'
import type { Role } from '../../packages/shared/src/kernel/scope.ts'
import type { Manifest } from '../manifests.ts'

/** One of each kind of thing that a manifest can hold, so that tests of the infrastructure need no real service. */

const noted = defineEvent({
  name: 'SomethingNoted',
  publishers: ['leads'],
  version: 1,
  summary: 'One service noted something.',
  data: () => z.object({}),
})

const told = defineEvent({
  name: 'MessageTold',
  publishers: [...serviceNames],
  version: 1,
  summary: 'Any service told somebody something.',
  data: () => z.object({}),
})

const posted = definePartnerEvent({
  name: 'SomethingPosted',
  owner: 'leads',
  version: 1,
  summary: 'A partner posted something.',
  data: () => z.object({}),
})

const readRoute = (service: ServiceName, id: string, path: `/${string}`, roles: readonly Role[]) =>
  bindRoute(
    defineRoute({
      ...{ id, service, path, roles },
      summary: 'Reads something.',
      method: 'GET',
      params: () => z.object({ campusId: idField('campus') }),
      query: nothing,
      body: noBody,
      reply: { status: 200, body: () => z.object({}) },
      refusals: {},
    }),
    async () => accept({}),
  )

/** A service with a staff route, a public one, two subscriptions, a partner's, a due and a daily job, and mail. */
export const sampleManifest = (service: ServiceName): Manifest =>
  defineService(service, [
    {
      name: 'sample',
      rules: ['X1'],
      routes: [
        readRoute(service, 'readNotes', '/campuses/{campusId}/notes', ['principal', 'teacher']),
        readRoute(service, 'readNews', '/campuses/{campusId}/news', ['anonymous']),
      ],
      subscriptions: [
        on(noted, 'note-it', async () => accept(undefined)),
        on(told, 'tell-it', async () => accept(undefined)),
      ],
      partnerSubscriptions: [onPartner(posted, 'take-it', async () => accept(undefined))],
      jobs: [
        { kind: 'due', name: 'remind', run: async () => accept(undefined) },
        { kind: 'daily', name: 'greet', at: '09:05', run: async () => undefined },
      ],
      publishes: [noted, told],
      sendsMail: true,
    },
  ])

export const sampleManifests: readonly Manifest[] = serviceNames.map(sampleManifest)
