import type { FastifyReply } from 'fastify'
import type { CustomerVisit } from '../../world/issued.ts'
import { revokeSessions } from '../../world/revoke-sessions.ts'
import { sendAttributesPage } from './attributes-page.ts'
import { readCustomer } from './customer-accounts.ts'
import { sendNewPasswordPage } from './new-password-page.ts'
import { sendPasswordPage } from './password-page.ts'
import { isAllowedPassword, passwordRules } from './password-rules.ts'
import { type Step, startAgain } from './step.ts'

/** For an account that is yet to be, or for one whose password was forgotten. */
export function takeNewPassword(step: Step, visit: CustomerVisit): FastifyReply {
  const { world, form } = step
  const { goal, email } = visit
  const goesWithout = goal === 'signUp' && form.go === 'withoutPassword'
  const password = goesWithout ? undefined : (form.password ?? '')
  if (password !== undefined && !isAllowedPassword(password)) {
    const problem = `That password is too weak or too long. ${passwordRules}`
    return sendNewPasswordPage(world, step, { goal, email, problem })
  }
  if (goal === 'reset') return changePassword(step, visit, password)
  const attributes = { displayName: '', country: '', postalCode: '' }
  return sendAttributesPage(world, step, { email, password, attributes })
}

/** Whoever was signed in with the old one is not any more. */
function changePassword(
  step: Step,
  visit: CustomerVisit,
  password: string | undefined,
): FastifyReply {
  const { world, tenant } = step
  const user = readCustomer(tenant, visit.email)
  if (user === undefined) return startAgain(step, visit, 'The account is gone.')
  user.password = password
  revokeSessions(world, user)
  const message = 'The password is changed. Sign in with it.'
  return sendPasswordPage(world, step, { email: visit.email, message })
}
