import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import type { World } from '../../world/world.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { createTurn } from './email-field.ts'
import { keepVisit } from './visit.ts'

export interface PasswordPage {
  email: string
  problem?: string
  message?: string
}

/** Asks whose address is known for the password, or what else will do. */
export function sendPasswordPage(
  world: World,
  place: CustomerPlace,
  { email, problem, message }: PasswordPage,
): FastifyReply {
  const { requestId } = place
  return sendCustomerPage(place, {
    title: 'Enter password',
    problem,
    message,
    body: createCustomerForm(place, {
      step: 'password',
      visitId: keepVisit(world, { requestId, page: 'password', goal: 'signIn', email }),
      fields: html`<p>${email}</p>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required>`,
      acts: html`<button class="main">Next</button>
<button name="go" value="code" formnovalidate>Email me a one-time code</button>
${createTurn('reset', 'Forgot password?')}`,
    }),
  })
}
