import type { FastifyReply } from 'fastify'
import { html } from '../../pages/html.ts'
import type { CustomerVisit } from '../../world/issued.ts'
import type { World } from '../../world/world.ts'
import { countries } from './countries.ts'
import { type CustomerPlace, createCustomerForm, sendCustomerPage } from './customer-page.ts'
import { keepVisit } from './visit.ts'

/** What the tenant wants to know of a new customer; all but the name may stay empty. */
export interface Attributes {
  displayName: string
  country: string
  postalCode: string
}

export const longestName = 256
export const longestPostalCode = 40

type AttributesPage = Pick<CustomerVisit, 'email' | 'password'> & {
  attributes: Attributes
  problem?: string
}

/** The last page of a sign-up. */
export function sendAttributesPage(
  world: World,
  place: CustomerPlace,
  { email, password, attributes, problem }: AttributesPage,
): FastifyReply {
  const { requestId } = place
  const visit = { requestId, page: 'attributes', goal: 'signUp', email, password } as const
  return sendCustomerPage(place, {
    title: 'Add details',
    problem,
    body: createCustomerForm(place, {
      step: 'attributes',
      visitId: keepVisit(world, visit),
      fields: html`<p>${email}</p>
<label for="displayName">Display name</label>
<input id="displayName" name="displayName" autocomplete="name" maxlength="${longestName}" value="${attributes.displayName}" required>
<label for="country">Country/Region</label>
<select id="country" name="country" autocomplete="country">
<option value="">Not said</option>
${countries.map(
  ({
    code,
    name,
  }) => html`<option value="${code}"${code === attributes.country && html` selected`}>${name}</option>
`,
)}</select>
<label for="postalCode">Postal code</label>
<input id="postalCode" name="postalCode" autocomplete="postal-code" maxlength="${longestPostalCode}" value="${attributes.postalCode}">`,
      acts: html`<button class="main">Create account</button>`,
    }),
  })
}
