import { type Html, html } from '../pages/html.ts'
import type { World } from '../world/world.ts'

/** The way to the mails. */
export function createOutboxSection({ mailbox, smtpUrl }: World): Html {
  return html`<section aria-labelledby="outbox"><h2 id="outbox">Outbox</h2>
<p class="quiet">Mails sent by way of <code>${smtpUrl}</code> are kept and not delivered, and so are the codes that customers are mailed.</p>
<p><a class="button" href="/_emulator/outbox">Show mails (${mailbox.list().length})</a></p></section>`
}
