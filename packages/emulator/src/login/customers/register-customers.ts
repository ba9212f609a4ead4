import type { FastifyInstance } from 'fastify'
import type { World } from '../../world/world.ts'
import { takeAttributes } from './attributes-step.ts'
import { takeCode } from './code-step.ts'
import { registerEmailSteps } from './email-steps.ts'
import { takeNewPassword } from './new-password-step.ts'
import { takePassword } from './password-step.ts'
import { registerVisitStep } from './step.ts'

/**
 * Where the pages of a tenant for customers lead: they sign themselves up, by password or by codes that are mailed.
 * https://learn.microsoft.com/entra/external-id/customers/concept-planning-your-solution
 */
export function registerCustomers(app: FastifyInstance, world: World): void {
  registerEmailSteps(app, world)
  registerVisitStep(app, world, { page: 'password', run: takePassword })
  registerVisitStep(app, world, { page: 'code', run: takeCode })
  registerVisitStep(app, world, { page: 'new-password', run: takeNewPassword })
  registerVisitStep(app, world, { page: 'attributes', run: takeAttributes })
}
