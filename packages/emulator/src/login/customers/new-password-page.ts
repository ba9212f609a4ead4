import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import type { CustomerVisit } from '../../world/issued.ts'
import type { World } from '../../world/world.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { passwordRules } from './password-rules.ts'
import { keepVisit } from './visit.ts'

/** Asks who has proved the address for a password; a new account may do without. */
export function sendNewPasswordPage(
  world: World,
  place: CustomerPlace,
  { problem, email, goal }: Pick<CustomerVisit, 'email' | 'goal'> & { problem?: string },
): FastifyReply {
  const { requestId } = place
  const withoutPassword = html`<button name="go" value="withoutPassword" formnovalidate>Continue without a password</button>`
  return sendCustomerPage(place, {
    title: 'Choose a password',
    problem,
    body: createCustomerForm(place, {
      step: 'new-password',
      visitId: keepVisit(world, { requestId, page: 'new-password', goal, email }),
      fields: html`<p>${email}</p>
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" maxlength="256" aria-describedby="rules" required>
<p class="quiet" id="rules">${passwordRules}</p>`,
      acts: html`<button class="main">Next</button>
${goal === 'signUp' && withoutPassword}`,
    }),
  })
}
