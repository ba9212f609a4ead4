import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { World } from '../world/world.ts'
import { linkAddresses } from './link-addresses.ts'
import type { Mail } from './mail.ts'

const toTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`

function createMail({ id, at, from, to, subject, text, html: markup }: Mail): Html {
  return html`<article class="mail" aria-labelledby="mail-${id}"><h2 id="mail-${id}">${subject || 'No subject'}</h2>
<p class="quiet">To ${to.join(', ')}, from ${from}, <time datetime="${at}">${toTime(at)}</time></p>
<p class="mail-text">${text === '' ? 'No text.' : linkAddresses(text)}</p>
${markup !== null && html`<p class="quiet">It has HTML too, which is not shown here; GET /_emulator/mails has it.</p>`}
</article>
`
}

/** What Vestibule and the tenant itself would have mailed, as text: markup of a mail stays out of the tenant's own page. */
export function sendOutboxPage({ mailbox, smtpUrl }: World, reply: FastifyReply): FastifyReply {
  const mails = mailbox.list()
  return sendPage(reply, {
    title: 'Outbox',
    isWide: true,
    body: html`<h1>Outbox</h1>
<p>Mails sent by way of <code>${smtpUrl}</code> end here, as those of the tenant itself do; none is delivered. The newest first.</p>
<p><a class="button" href="/_emulator">Demo tenant</a></p>
${mails.length === 0 ? html`<p>None so far.</p>` : mails.map(createMail)}`,
  })
}
