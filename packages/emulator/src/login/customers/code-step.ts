import type { FastifyReply } from 'fastify'
import type { CustomerVisit } from '../../world/issued.ts'
import { sendCodePage } from './code-page.ts'
import { readCustomer } from './customer-accounts.ts'
import { createCode, tryCode } from './mailed-code.ts'
import { sendNewPasswordPage } from './new-password-page.ts'
import { enter, type Step, startAgain } from './step.ts'

const ends = {
  tooOld: 'The code is too old. Start again.',
  tooManyTries: 'That was the third wrong code. Start again.',
}

/** A code was typed: who has it reads the mails of that address. */
export function takeCode(step: Step, visit: CustomerVisit): FastifyReply {
  const { world, tenant, form } = step
  const { goal, email, code = createCode(world) } = visit
  const outcome = tryCode(world, code, form.code ?? '')
  if (outcome === 'wrong') {
    return sendCodePage(world, step, { goal, email, code, problem: 'That is not the code.' })
  }
  if (outcome !== 'right') return startAgain(step, visit, ends[outcome])
  if (goal !== 'signIn') return sendNewPasswordPage(world, step, { goal, email })
  const user = readCustomer(tenant, email)
  return user === undefined ? startAgain(step, visit, 'The account is gone.') : enter(step, user)
}
