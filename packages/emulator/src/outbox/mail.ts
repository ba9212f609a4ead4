/** A mail as it reached the outbox. */
export interface Mail {
  id: string
  /** When it came in, as ISO 8601. */
  at: string
  /** As its header says, `Name <address>` or the address alone; without that header, whom SMTP was told. */
  from: string
  /** The addresses that would have got it, those of a blind copy among them. */
  to: string[]
  subject: string
  /** Lines end with `\n`; empty when there is HTML alone. */
  text: string
  html: string | null
}
