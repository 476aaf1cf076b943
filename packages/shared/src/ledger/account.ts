/** What an owner can spend now; never below zero. Everything in it belongs to a lot. */
export type SpendableAccount = `spendable:${string}`
/** What an owner has earned but cannot use yet; never below zero. Everything in it belongs to a lot. */
export type PendingAccount = `pending:${string}`
/** What one open hold has set aside, `held:<name>/<holdId>`; never below zero. Everything in it belongs to a lot. */
export type HeldAccount = `held:${string}/${string}`
/** What an owner owes; never above zero. Later grants repay it first. */
export type DebtAccount = `debt:${string}`
/** The other side: payments, income, what was used or has expired. May be of either sign. */
export type ExternalAccount = `external:${string}`

/** An account that holds lots for its owner. */
export type OwnedAccount = SpendableAccount | PendingAccount | HeldAccount
/**
 * An account within one owner's book; the kind is part of the name, so that an entry is understood by itself.
 * A positive balance is what the owner has, a negative one what the owner owes or what the other side gave.
 */
export type Account = OwnedAccount | DebtAccount | ExternalAccount

function checked(name: string, pattern = /^[A-Za-z][A-Za-z0-9-]*$/): string {
  if (!pattern.test(name)) throw new RangeError(`no name of an account or hold: ${name}`)
  return name
}

/**
 * @param name such as `hours`, `tuition`, `points`: letters, digits and hyphens
 * @throws RangeError for another name
 */
export const spendable = (name: string): SpendableAccount => `spendable:${checked(name)}`

/**
 * @param name such as `payments`, `income`, `expiredPoints`: letters, digits and hyphens
 * @throws RangeError for another name
 */
export const external = (name: string): ExternalAccount => `external:${checked(name)}`

/** The name that an owner's spendable, pending, held and debt accounts share, such as `points`. */
const nameOf = (account: OwnedAccount): string => account.replace(/^[a-z]+:/, '').replace(/\/.*$/, '')

/** Where grants wait that cannot be used yet. */
export const pendingOf = (account: OwnedAccount): PendingAccount => `pending:${nameOf(account)}`

/** Where what was waiting or held can be used. */
export const spendableOf = (account: OwnedAccount): SpendableAccount => `spendable:${nameOf(account)}`

/** What is owed of the same thing. */
export const debtOf = (account: OwnedAccount): DebtAccount => `debt:${nameOf(account)}`

/**
 * The account of one hold.
 * @param holdId letters, digits, `_`, `.` and hyphens
 * @throws RangeError for another hold id
 */
export const heldOf = (account: OwnedAccount, holdId: string): HeldAccount =>
  `held:${nameOf(account)}/${checked(holdId, /^[A-Za-z0-9_.-]+$/)}`

/** True for accounts that hold lots and are never below zero. */
export const isOwned = (account: Account): account is OwnedAccount => /^(spendable|pending|held):/.test(account)

export const isHeld = (account: Account): account is HeldAccount => account.startsWith('held:')

export const isDebt = (account: Account): account is DebtAccount => account.startsWith('debt:')
