import { randomUUID } from 'node:crypto'
import PostalMime, { type Email } from 'postal-mime'
import type { SMTPServerEnvelope } from 'smtp-server'
import type { Mail } from './mail.ts'

/** Parses a message of RFC 5322; attachments are dropped. Rejects when its parts are nested beyond reason. */
export async function toMail(message: Uint8Array, envelope: SMTPServerEnvelope): Promise<Mail> {
  const email = await PostalMime.parse(message)
  return {
    id: randomUUID(),
    at: new Date().toISOString(),
    from: toSender(email, envelope),
    // The headers name no blind copies and may name whom they like: the envelope is what would be delivered.
    to: envelope.rcptTo.map(({ address }) => address),
    subject: email.subject ?? '',
    text: (email.text ?? '').trimEnd(),
    html: email.html ?? null,
  }
}

function toSender({ from }: Email, { mailFrom }: SMTPServerEnvelope): string {
  if (!from?.address) return mailFrom ? mailFrom.address : ''
  return from.name ? `${from.name} <${from.address}>` : from.address
}
