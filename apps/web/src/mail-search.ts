/** What the address of the mail page may carry: whose mailbox is meant. Never why, and nothing is opened by it. */
export interface MailSearch {
  /** Object id, user principal name or mail address. */
  of?: string
}

/** As long as the API takes. */
export const LONGEST_NAME = 320

/** Reads the address; what it does not know it leaves out. */
export function readMailSearch(raw: Record<string, unknown>): MailSearch {
  const of = typeof raw.of === 'string' ? raw.of.trim().slice(0, LONGEST_NAME) : ''
  return of ? { of } : {}
}
