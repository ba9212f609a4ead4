import type { FastifyReply } from 'fastify'
import type { CustomerVisit } from '../../world/issued.ts'
import {
  type Attributes,
  longestName,
  longestPostalCode,
  sendAttributesPage,
} from './attributes-page.ts'
import { countries } from './countries.ts'
import { addCustomer, readCustomer } from './customer-accounts.ts'
import { emailIsTaken } from './email-steps.ts'
import { enter, type Step, startAgain } from './step.ts'

function findProblem({ displayName, country, postalCode }: Attributes): string | undefined {
  if (displayName === '') return 'A display name is needed.'
  if (displayName.length > longestName) return 'That display name is too long.'
  if (postalCode.length > longestPostalCode) return 'That postal code is too long.'
  const isKnown = country === '' || countries.some(({ code }) => code === country)
  return isKnown ? undefined : 'That is not a country or region of the list.'
}

/** The end of a sign-up: the account is made, and its owner goes on to the application. */
export function takeAttributes(step: Step, { email, goal, password }: CustomerVisit): FastifyReply {
  const { world, tenant, form } = step
  const attributes = {
    displayName: (form.displayName ?? '').trim(),
    country: form.country ?? '',
    postalCode: (form.postalCode ?? '').trim(),
  }
  const problem = findProblem(attributes)
  if (problem !== undefined) {
    return sendAttributesPage(world, step, { email, password, attributes, problem })
  }
  // Somebody may have signed up with it on another page meanwhile.
  if (readCustomer(tenant, email) !== undefined) {
    return startAgain(step, { email, goal }, emailIsTaken)
  }
  return enter(step, addCustomer(world, tenant, { email, password, attributes }))
}
