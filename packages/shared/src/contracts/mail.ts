/** One mail to one address, in one language. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * What became of a mail. `accepted`: the mail service has it. `rejected`: it never will be, such as a malformed or
 * suppressed address. `busy`: surely not sent, try again later. `unknown`: the answer was lost; it may have been sent.
 */
export type MailOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'unknown' }

/** Hands mails to a mail service; SES by default. Never throws: what went wrong is an outcome. */
export interface MailPort {
  send(mail: Mail): Promise<MailOutcome>
}
