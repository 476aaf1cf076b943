/**
 * The table could not be reached, was throttled beyond the retries, or its answer was lost: it is not known whether a
 * write happened. Trying the same again later is right; answered as 503, and an event is delivered again.
 */
export class TableUnavailable extends Error {
  override readonly name = 'TableUnavailable'
}

/** The cursor was not made by this query: garbage, or from another list. Answered as 400 on `query.cursor`. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor'

  constructor() {
    super('the cursor does not belong to this list')
  }
}
