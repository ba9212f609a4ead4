import type { FastifyReply } from 'fastify'
import type { CustomerVisit } from '../../world/issued.ts'
import { EntraError, toProblemText } from '../entra-error.ts'
import { sendCodePage } from './code-page.ts'
import { readCustomer } from './customer-accounts.ts'
import { mailCode } from './mailed-code.ts'
import { sendPasswordPage } from './password-page.ts'
import { enter, type Step, turnAway } from './step.ts'

/** A password was typed, or a code is wanted instead. */
export function takePassword(step: Step, { email }: CustomerVisit): FastifyReply {
  const { world, tenant, form } = step
  const away = turnAway(step, email)
  if (away !== undefined) return away
  if (form.go === 'code') {
    const code = mailCode(world, tenant, email)
    return sendCodePage(world, step, { goal: 'signIn', email, code })
  }
  const user = readCustomer(tenant, email)
  const isRight = user?.password !== undefined && user.password === form.password
  if (isRight) return enter(step, user)
  return sendPasswordPage(world, step, { email, problem: toProblemText(new EntraError(50126)) })
}
