import type { Mail, MailOutcome, MailPort } from '@tutelage/shared/contracts/mail.ts'
import type { Weather } from './weather.ts'

/** A mail service that remembers which occasion each mail was for. */
export interface Mailbox extends MailPort {
  /** A port on which every mail is for this occasion. */
  labelled(port: MailPort, occasion: string): MailPort
  /** How often mail for an occasion arrived, and how often its answer was lost. */
  arrived(occasion: string): number
  /** The latest text to an occasion. */
  textOf(occasion: string): string | undefined
  readonly occasions: ReadonlySet<string>
}

/** @param weather asked at each mail */
export function makeMailbox(weather: () => Weather): Mailbox {
  const labels = new WeakMap<Mail, string>()
  const arrivals = new Map<string, Mail[]>()
  const accept = (mail: Mail): MailOutcome => {
    const occasion = labels.get(mail) ?? 'unlabelled'
    arrivals.set(occasion, [...(arrivals.get(occasion) ?? []), mail])
    return { kind: 'accepted', providerId: `mail-${occasion}` }
  }
  return {
    get occasions() {
      return new Set(arrivals.keys())
    },
    labelled: (port, occasion) => ({
      send(mail) {
        labels.set(mail, occasion)
        return port.send(mail)
      },
    }),
    arrived: (occasion) => arrivals.get(occasion)?.length ?? 0,
    textOf: (occasion) => arrivals.get(occasion)?.at(-1)?.text,
    async send(mail) {
      const what = weather().mail()
      if (what === 'busy') return { kind: 'busy' }
      if (what === 'lost') return { kind: 'unknown' }
      const accepted = accept(mail)
      return what === 'accepted' ? accepted : { kind: 'unknown' }
    },
  }
}
