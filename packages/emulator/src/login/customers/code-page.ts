import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import type { CustomerVisit } from '../../world/issued.ts'
import type { World } from '../../world/world.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { keepVisit } from './visit.ts'

/** Asks for a code that was mailed; says the same when there was nobody to mail it to. */
export function sendCodePage(
  world: World,
  place: CustomerPlace,
  { problem, ...visit }: Omit<CustomerVisit, 'requestId' | 'page'> & { problem?: string },
): FastifyReply {
  const { requestId } = place
  const known = visit.goal === 'reset' && 'If this address has an account with a password, a '
  return sendCustomerPage(place, {
    title: 'Enter code',
    problem,
    body: createCustomerForm(place, {
      step: 'code',
      visitId: keepVisit(world, { ...visit, requestId, page: 'code' }),
      fields: html`<p>${known || 'A '}code of eight digits was sent to ${visit.email}. It is good for ten minutes.</p>
<label for="code">One-time code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" required>`,
      acts: html`<button class="main">Verify code</button>`,
    }),
  })
}
