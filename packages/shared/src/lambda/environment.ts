import { logLevels } from './json-sink.ts'

/** The variables of a function, by what they hold. Written by hand: a schema would take 5 ms of every cold start. */
export interface Variables {
  text(name: string): string
  optionalText(name: string): string | undefined
  /** Without slashes at its end. */
  url(name: string, fallback?: string): string
  oneOf<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value
}

/** Of every function of a service. */
export const tableEnvironment = (from: Variables) => ({
  /** The service's table. */
  TABLE_NAME: from.text('TABLE_NAME'),
  /** Where families reach the chain's pages; links in messages begin with it. */
  PUBLIC_URL: from.url('PUBLIC_URL', 'http://127.0.0.1:4510'),
  /** The least that is logged. */
  LOG_LEVEL: from.oneOf('LOG_LEVEL', logLevels, 'INFO'),
})

/** Of functions that publish events. */
export const busEnvironment = (from: Variables) => ({ BUS_NAME: from.text('BUS_NAME') })

/** Of functions that hand jobs on. */
export const jobsEnvironment = (from: Variables) => ({ JOBS_QUEUE_URL: from.url('JOBS_QUEUE_URL') })

/** Of functions that send mail: the verified sender; absent in a stage that sends none. */
export const mailEnvironment = (from: Variables) => ({ MAIL_FROM: from.optionalText('MAIL_FROM') })

type Environment = Readonly<Record<string, string | undefined>>

/** @param refuse is told of each variable that is missing or wrong */
function variablesOf(environment: Environment, refuse: (name: string) => void): Variables {
  const refused = (name: string): string => {
    refuse(name)
    return ''
  }
  return {
    text: (name) => environment[name] || refused(name),
    optionalText: (name) => (environment[name] === '' ? refused(name) : environment[name]),
    url(name, fallback) {
      const url = environment[name] ?? fallback ?? ''
      return URL.canParse(url) ? url.replace(/\/+$/, '') : refused(name)
    },
    oneOf(name, values, fallback) {
      const given = environment[name] ?? fallback
      const found = values.find((value) => value === given)
      if (found === undefined) refuse(name)
      return found ?? fallback
    },
  }
}

/**
 * What a function is told by its environment; the one place that reads it.
 * @throws Error naming the variables that are missing or wrong: the function does not start
 */
export function readEnvironment<Read>(read: (from: Variables) => Read, environment: Environment = process.env): Read {
  const wrong: string[] = []
  const found = read(variablesOf(environment, (name) => wrong.push(name)))
  if (wrong.length > 0) throw new Error(`the environment lacks ${wrong.join(', ')}`)
  return found
}
