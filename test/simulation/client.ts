import { fullPath, type RouteContract } from '@tutelage/shared/contracts/define-route.ts'
import type { Role } from '@tutelage/shared/kernel/scope.ts'
import { type Answered, type Asked, ask } from '@tutelage/shared/testing/http-request.ts'
import * as z from 'zod'
import type { Chance } from './chance.ts'
import type { Cloud } from './cloud.ts'
import { Crashed } from './lifeline.ts'

/** A request of one contract, as a caller writes it. */
export interface CallOf<C extends RouteContract> {
  readonly as?: Role | { readonly role: Role; readonly id: string }
  readonly params: z.input<C['params']>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: z.input<C['body']> | string
  readonly headers?: Readonly<Record<string, string>>
  readonly ifMatch?: number
}

const patience = 4

function askedOf<C extends RouteContract>(contract: C, call: CallOf<C>, key: string): Asked {
  const values = new Map(Object.entries(call.params))
  const path = fullPath(contract).replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name)))
  const query = new URLSearchParams(call.query ?? {}).toString()
  const headers = {
    ...(contract.idempotency !== 'none' && { 'idempotency-key': key }),
    ...(call.ifMatch !== undefined && { 'if-match': `"${call.ifMatch}"` }),
    ...call.headers,
  }
  return {
    method: contract.method,
    path: query ? `${path}?${query}` : path,
    headers,
    ...(call.as && { as: call.as }),
    ...(call.body !== undefined && { body: call.body }),
  }
}

/** A client of the chain's APIs that tries again under the same key when it gets no answer, and now and then for nothing. */
export class Client {
  readonly #cloud: Cloud
  readonly #chance: Chance
  readonly #name: string
  #count = 0

  /** @param name unique in the run: part of the idempotency keys */
  constructor(cloud: Cloud, chance: Chance, name: string) {
    this.#cloud = cloud
    this.#chance = chance
    this.#name = name
  }

  /** @returns the reply, or undefined when it was refused or never came */
  async call<C extends RouteContract>(contract: C, call: CallOf<C>): Promise<z.output<C['reply']['body']> | undefined> {
    this.#count += 1
    const asked = askedOf(contract, call, `${this.#name}-key-${this.#count}`)
    const answer = await this.#answerTo(contract, asked)
    if (answer?.status !== contract.reply.status) return undefined
    const again =
      contract.idempotency !== 'none' && this.#chance.happens(0.1) ? await this.#send(contract, asked) : undefined
    if (again && again.status < 400) {
      this.#cloud.witness.expect(
        again.text === answer.text,
        'one key, one answer',
        contract.id,
        again.text,
        answer.text,
      )
    }
    const read = contract.produces === 'application/json' ? answer.body : answer.text
    return z.parse<C['reply']['body']>(contract.reply.body, read)
  }

  async #answerTo(contract: RouteContract, asked: Asked): Promise<Answered | undefined> {
    const repeatable = contract.idempotency !== 'none' || contract.method === 'GET'
    for (let attempt = 1; attempt <= (repeatable ? patience : 1); attempt += 1) {
      const answer = await this.#send(contract, asked)
      if (answer && answer.status < 500) return answer
    }
    return undefined
  }

  async #send(contract: RouteContract, asked: Asked): Promise<Answered | undefined> {
    const { functions } = this.#cloud.of(contract.service)
    try {
      const answer = await functions.invoke(({ http }) => ask(http, asked))
      const fine = answer.status < 500 || answer.status === 503
      this.#cloud.witness.expect(fine, 'no defect', contract.id, answer.status, answer.text)
      if (answer.status < 300) this.#cloud.witness.saw('route', contract.service, contract.id)
      if (answer.status < 300) this.#cloud.known.learn(answer.body)
      return answer
    } catch (error) {
      if (error instanceof Crashed) return undefined
      throw error
    }
  }
}
