/**
 * For how many days a payment can be refunded, where a campus set nothing else. Enrollment refunds within it, and points
 * of loyalty wait for its end: a campus that changes the one changes the other. Rules: E13, Y4.
 */
export const defaultRefundWindowDays = 30
