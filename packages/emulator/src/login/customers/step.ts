import type { FastifyInstance, FastifyReply } from 'fastify'
import type { CustomerPage, CustomerVisit } from '../../world/issued.ts'
import type { User } from '../../world/user.ts'
import type { World } from '../../world/world.ts'
import { answerProblems } from '../authorize.ts'
import {
  completeSignIn,
  getSignInRequest,
  type Http,
  type SignInRequest,
} from '../complete-sign-in.ts'
import { EntraError, toProblemText } from '../entra-error.ts'
import { type Parameters, toParameters } from '../parameters.ts'
import type { CustomerPlace } from './customer-page.ts'
import { sendResetPage } from './reset-page.ts'
import { sendCustomerSignInPage } from './sign-in-page.ts'
import { sendSignUpPage } from './sign-up-page.ts'
import { takeVisit } from './visit.ts'

/** A form of a customer's page that was sent. */
export interface Step extends CustomerPlace {
  world: World
  http: Http
  target: SignInRequest
  form: Parameters
}

/** Takes the forms of one page. What is refused there goes to the application, except where there is none to tell. */
export function registerStep(
  app: FastifyInstance,
  world: World,
  { name, run }: { name: string; run: (step: Step) => FastifyReply },
): void {
  app.post<{ Params: { tenant: string } }>(`/:tenant/customers/${name}`, (request, reply) => {
    const form = toParameters(request.body)
    const requestId = form.ctx ?? ''
    const target = getSignInRequest(world, request, requestId)
    const { tenant } = target.segment
    if (!tenant?.isForCustomers) throw new EntraError(9002313)
    const http = { request, reply }
    const step = { world, http, reply, tenant, target, requestId, form }
    return answerProblems(world, request, reply, { target, run: () => run(step) })
  })
}

/** The same for the pages behind the first one, which are answered once. */
export function registerVisitStep(
  app: FastifyInstance,
  world: World,
  { page, run }: { page: CustomerPage; run: (step: Step, visit: CustomerVisit) => FastifyReply },
): void {
  registerStep(app, world, {
    name: page,
    run: (step) => {
      const visit = takeVisit(world, step.form.visit, { requestId: step.requestId, page })
      if (visit !== undefined) return run(step, visit)
      const problem = 'That page was answered before. Start again.'
      return sendCustomerSignInPage(step, { email: '', problem })
    },
  })
}

const turns = { signIn: sendCustomerSignInPage, signUp: sendSignUpPage, reset: sendResetPage }

/** The page that a customer turned to instead of sending the form; undefined when the form is meant. */
export function turnAway(step: Step, email: string): FastifyReply | undefined {
  const { go = '' } = step.form
  if (!Object.hasOwn(turns, go)) return undefined
  return turns[go as keyof typeof turns](step, { email })
}

/** Where what began with an address begins anew, with the reason. */
export function startAgain(
  step: Step,
  { goal, email }: Pick<CustomerVisit, 'goal' | 'email'>,
  problem: string,
): FastifyReply {
  return turns[goal](step, { email, problem })
}

/** The customer has proved who they are. A disabled account gets no further. */
export function enter(step: Step, user: User): FastifyReply {
  if (!user.graph.accountEnabled) {
    const problem = toProblemText(new EntraError(50057))
    return sendCustomerSignInPage(step, { email: user.graph.mail ?? '', problem })
  }
  return completeSignIn(step.world, step.http, { signInRequest: step.target, user, isTyped: true })
}
