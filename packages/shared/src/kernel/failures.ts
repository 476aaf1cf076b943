/** The thing asked for is not there, or not visible to who asked. Answered as 404; an event waits and is tried again. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  readonly what: string

  /** @param what the kind of thing, such as `lead`; never personal data */
  constructor(what: string) {
    super(`no such ${what}`)
    this.what = what
  }
}

/** An event came before what it builds on. The delivery fails, is tried again later, and ends in the dead-letter queue if that never comes. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
  readonly waitingFor: string

  /** @param waitingFor what has to come first, such as `studentEnrolled` */
  constructor(waitingFor: string) {
    super(`waiting for ${waitingFor}`)
    this.waitingFor = waitingFor
  }
}
