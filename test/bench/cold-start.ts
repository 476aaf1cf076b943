import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { httpEvent } from '@tutelage/shared/testing/http-request.ts'
import * as z from 'zod'
import { bundleAlone, bundleFolder, bundleServices, handlerFiles } from '../../infra/bundle.ts'
import { heldAgainst, median, rounded } from './figures.ts'

/** Imports of one bundle in fresh processes, and of the reference in turn with them. */
export interface ColdStart {
  readonly bundle: string
  readonly kilobytes: number
  /** Medians of the time and of the processor's time that an import takes, in ms. */
  readonly importMs: number
  readonly cpuMs: number
  /** Against the import of a bundle of `DynamoDBDocumentClient` alone, as esbuild makes it. */
  readonly ratio: number
  readonly cpuRatio: number
  /** Processor's time against the same client without what our bundles leave out of the SDK: how much is ours. */
  readonly leanCpuRatio: number
  /** Of an API: the processor's time of the import and of the first request that it answers, for a thing that is not there. */
  readonly answeredMs?: number
  readonly missed?: string
}

/** The most that a bundle's import may take, against the reference. */
export const coldStartReach = 1.25

/** Measures one import, in a process that does nothing else. */
const importOnce = `const cpu = process.cpuUsage(), from = performance.now()
import(process.argv[1]).then(() => {
  const importMs = performance.now() - from, { user, system } = process.cpuUsage(cpu)
  console.log(JSON.stringify({ importMs, cpuMs: (user + system) / 1000 }))
  process.exit()
})`

/** What a function is given in Lambda; no more, so that nothing of this machine is looked at. */
const environment = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  TABLE_NAME: 'bench',
  BUS_NAME: 'bench',
  JOBS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/bench',
  TIME_ZONES: 'Asia/Shanghai',
  MAIL_FROM: 'bench@school.example',
  PUBLIC_URL: 'https://school.example',
}

const answer = z.object({ importMs: z.number(), cpuMs: z.number() })
type Sample = z.output<typeof answer>

async function imported(path: string): Promise<Sample> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', importOnce, path], { env: environment })
  return answer.parse(JSON.parse(stdout))
}

const aThing = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
/** A thing of each service that is not there. */
const asked: Readonly<Record<string, string>> = {
  'leads/api': `leads/led_${aThing}`,
  'enrollment/api': `enrollments/enr_${aThing}/balance`,
  'loyalty/api': `members/mem_${aThing}`,
  'feedback/api': `complaints/cmp_${aThing}`,
}
const firstRequest = join(import.meta.dirname, 'first-request.ts')
const notFound = z.object({ answer: z.object({ statusCode: z.literal(404) }), cpuMs: z.number() })

/** The processor's time of an import and the first request, median of so many processes; undefined for what is no API. */
async function answered({ name, path }: Bundle, runs: number): Promise<number | undefined> {
  const thing = asked[name]
  if (thing === undefined) return undefined
  const [service] = name.split('/')
  const event = httpEvent({ method: 'GET', path: `/${service}/campuses/cam_bench/${thing}`, as: 'principal' })
  const samples: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const given = [firstRequest, path, JSON.stringify(event)]
    const { stdout } = await promisify(execFile)(process.execPath, given, { env: environment })
    samples.push(notFound.parse(JSON.parse(stdout.split('\n').at(-1) ?? '')).cpuMs)
  }
  return rounded(median(samples))
}

const middle = (samples: readonly Sample[]): Sample => ({
  importMs: median(samples.map(({ importMs }) => importMs)),
  cpuMs: median(samples.map(({ cpuMs }) => cpuMs)),
})

interface Bundle {
  readonly name: string
  readonly path: string
  readonly kilobytes: number
}

const documentsClient = join('test', 'bench', 'documents-client.ts')
const referenceIn = (root: string, how: string): string => join(root, '.local', 'bench', `documents-client-${how}.mjs`)
/** What is compared with, as esbuild makes it and without what ours leave out. */
interface References {
  readonly whole: string
  readonly lean: string
}

async function bundles(root: string, services: readonly string[]): Promise<readonly Bundle[]> {
  const bytes = await bundleServices(root, services)
  return services.flatMap((service) =>
    handlerFiles.map((handler) => ({
      name: `${service}/${handler}`,
      path: join(bundleFolder(root, service, handler), 'index.mjs'),
      kilobytes: Math.round((bytes.get(`${service}/${handler}`) ?? 0) / 1000),
    })),
  )
}

async function inTurn(bundle: Bundle, references: References, runs: number): Promise<ColdStart> {
  const samples = { whole: [] as Sample[], lean: [] as Sample[], own: [] as Sample[] }
  for (let run = 0; run < runs; run += 1) {
    samples.whole.push(await imported(references.whole))
    samples.lean.push(await imported(references.lean))
    samples.own.push(await imported(bundle.path))
  }
  const [mine, whole, lean] = [middle(samples.own), middle(samples.whole), middle(samples.lean)]
  const answeredMs = await answered(bundle, runs)
  const [ratio, cpuRatio] = [rounded(mine.importMs / whole.importMs), rounded(mine.cpuMs / whole.cpuMs)]
  return {
    bundle: bundle.name,
    kilobytes: bundle.kilobytes,
    importMs: rounded(mine.importMs),
    cpuMs: rounded(mine.cpuMs),
    ...{ ratio, cpuRatio },
    leanCpuRatio: rounded(mine.cpuMs / lean.cpuMs),
    ...(answeredMs !== undefined && { answeredMs }),
    ...heldAgainst('time', ratio, coldStartReach),
    ...heldAgainst('CPU', cpuRatio, coldStartReach),
  }
}

/**
 * Cold starts of every bundle. The references are minified ES modules too, and imported in turn with each bundle.
 * @param runs of each bundle, after one that warms the machine's file cache
 */
export async function coldStarts(root: string, services: readonly string[], runs: number): Promise<ColdStart[]> {
  const references = { whole: referenceIn(root, 'whole'), lean: referenceIn(root, 'lean') }
  for (const how of ['whole', 'lean'] as const) await bundleAlone(root, documentsClient, references[how], how)
  const found: ColdStart[] = []
  for (const bundle of await bundles(root, services)) {
    await imported(bundle.path)
    found.push(await inTurn(bundle, references, runs))
  }
  return found
}
