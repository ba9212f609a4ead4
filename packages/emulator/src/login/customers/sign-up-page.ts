import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { createEmailField, createTurn, type EmailPage } from './email-field.ts'

/** Where an account begins: with the address that is to be proved. */
export function sendSignUpPage(place: CustomerPlace, { email, problem }: EmailPage): FastifyReply {
  return sendCustomerPage(place, {
    title: 'Create account',
    problem,
    body: createCustomerForm(place, {
      step: 'sign-up',
      fields: html`<p>A code comes to this address, to prove that it is yours.</p>
${createEmailField(email)}`,
      acts: html`<button class="main">Next</button>
${createTurn('signIn', 'Sign in instead')}`,
    }),
  })
}
