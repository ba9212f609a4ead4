import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import { listDemoPeople } from '../../seed/demo-people.ts'
import { createPeopleForm } from '../people-form.ts'
import { listSocialAccounts } from './customer-accounts.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { createEmailField, createTurn, type EmailPage } from './email-field.ts'

/** The first page of a customer: demo people, an address, and who else may vouch for somebody. */
export function sendCustomerSignInPage(
  place: CustomerPlace,
  { email, problem, signedInIds = [] }: EmailPage & { signedInIds?: string[] },
): FastifyReply {
  const { tenant, requestId } = place
  const action = `/${tenant.id}/login`
  const requestField = html`<input type="hidden" name="ctx" value="${requestId}">`
  const socialAccounts = listSocialAccounts(tenant)
  return sendCustomerPage(place, {
    title: 'Sign in',
    problem,
    body: html`${createPeopleForm(listDemoPeople([tenant]), { action, requestField, signedInIds })}
<h2>${tenant.displayName}</h2>
${createCustomerForm(place, {
  step: 'sign-in',
  fields: createEmailField(email),
  acts: html`<button class="main">Next</button>
${createTurn('signUp', 'No account? Create one')}
${createTurn('reset', 'Forgot password?')}`,
})}
<h2>Another way</h2>
<form method="post" action="${action}">
${requestField}
<div class="acts">${socialAccounts.map(({ provider, user }) => html`<button name="person" value="${user.graph.id}">Continue with ${provider} (demo)</button>`)}</div>
</form>`,
  })
}
