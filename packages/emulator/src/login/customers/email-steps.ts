import type { FastifyInstance, FastifyReply } from 'fastify'
import type { World } from '../../world/world.ts'
import { EntraError, toProblemText } from '../entra-error.ts'
import { sendCodePage } from './code-page.ts'
import { readCustomer, readProvider } from './customer-accounts.ts'
import { createCode, mailCode } from './mailed-code.ts'
import { sendPasswordPage } from './password-page.ts'
import { sendResetPage } from './reset-page.ts'
import { sendCustomerSignInPage } from './sign-in-page.ts'
import { sendSignUpPage } from './sign-up-page.ts'
import { registerStep, type Step, turnAway } from './step.ts'

const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;]+$/.test(text)

const notAnEmail = 'That is not an email address.'

/** Says whether there is an account, as External ID does. */
function signIn(step: Step, email: string): FastifyReply {
  const { world, tenant } = step
  const user = readCustomer(tenant, email)
  if (user === undefined) {
    const problem = toProblemText(
      new EntraError(50034, { name: email, tenant: tenant.displayName }),
    )
    return sendCustomerSignInPage(step, { email, problem })
  }
  const provider = readProvider(user)
  if (provider !== undefined) {
    const problem = `This account signs in with ${provider}.`
    return sendCustomerSignInPage(step, { email, problem })
  }
  if (user.password !== undefined) return sendPasswordPage(world, step, { email })
  return sendCodePage(world, step, { goal: 'signIn', email, code: mailCode(world, tenant, email) })
}

export const emailIsTaken =
  'An account with this email address exists already. Sign in with it instead.'

function signUp(step: Step, email: string): FastifyReply {
  const { world, tenant } = step
  if (!isEmail(email)) return sendSignUpPage(step, { email, problem: notAnEmail })
  if (readCustomer(tenant, email) !== undefined) {
    return sendSignUpPage(step, { email, problem: emailIsTaken })
  }
  return sendCodePage(world, step, { goal: 'signUp', email, code: mailCode(world, tenant, email) })
}

/** Answers alike for everybody: only the mail, or its absence, tells whether there is a password to reset. */
function reset(step: Step, email: string): FastifyReply {
  const { world, tenant } = step
  if (!isEmail(email)) return sendResetPage(step, { email, problem: notAnEmail })
  const hasPassword = readCustomer(tenant, email)?.password !== undefined
  const code = hasPassword ? mailCode(world, tenant, email) : createCode(world)
  return sendCodePage(world, step, { goal: 'reset', email, code })
}

/** Where the forms of the three pages go that begin with an address. */
export function registerEmailSteps(app: FastifyInstance, world: World): void {
  for (const [name, goOn] of [
    ['sign-in', signIn],
    ['sign-up', signUp],
    ['reset', reset],
  ] as const) {
    registerStep(app, world, {
      name,
      run: (step) => {
        const email = (step.form.email ?? '').trim()
        return turnAway(step, email) ?? goOn(step, email)
      },
    })
  }
}
