import { accept, type Decision, refuse } from '@tutelage/shared/kernel/decision.ts'

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/**
 * Money as people write it, in the minor unit.
 * @param text digits, and decimals after a point
 * @returns the amount, or refuses `malformed` with more decimals than the currency has
 */
export function minorOf(text: string, currency: string): Decision<number, 'malformed'> {
  const digits = digitsOf(currency)
  const [whole = '', decimals = ''] = text.split('.')
  if (decimals.replace(/0+$/, '').length > digits) return refuse('malformed')
  return accept(Number(`${whole}${decimals.slice(0, digits).padEnd(digits, '0')}`))
}
