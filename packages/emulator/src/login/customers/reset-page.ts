import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { createEmailField, createTurn, type EmailPage } from './email-field.ts'

/** Where a forgotten password is replaced, beginning with the address of the account. */
export function sendResetPage(place: CustomerPlace, { email, problem }: EmailPage): FastifyReply {
  return sendCustomerPage(place, {
    title: 'Reset password',
    problem,
    body: createCustomerForm(place, {
      step: 'reset',
      fields: html`<p>If this address has an account with a password, a code comes to it.</p>
${createEmailField(email)}`,
      acts: html`<button class="main">Next</button>
${createTurn('signIn', 'Sign in instead')}`,
    }),
  })
}
