import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Secret } from '../../world/application.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { World } from '../../world/world.ts'
import { createBadRequest } from '../parse-user-change.ts'
import { permissionRules } from '../permission.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { getApplication } from './get-application.ts'
import { toPasswordCredential } from './to-application.ts'
import { type Entity, getBody, Values } from './values.ts'

const values = new Values('Application')
const twoYears = 2 * 365 * 86_400_000

function getTime(value: unknown, name: string, otherwise: number): string {
  if (value === undefined || value === null) return toGraphTime(otherwise)
  const time = Date.parse(values.getText(value, name))
  return Number.isNaN(time) ? values.refuse(name) : toGraphTime(time)
}

/** Looks like Entra's: three characters that stay visible as a hint, and a mark that scanners know. */
function createSecretText(): string {
  return `${randomBytes(2).toString('base64url').slice(0, 3)}8Q~${randomBytes(26).toString('base64url').slice(0, 34)}`
}

function createSecret({ displayName, startDateTime, endDateTime }: Entity): Secret {
  const secret = {
    keyId: randomUUID(),
    displayName: values.getOptionalText(displayName, 'displayName'),
    secretText: createSecretText(),
    startDateTime: getTime(startDateTime, 'startDateTime', Date.now()),
    endDateTime: getTime(endDateTime, 'endDateTime', Date.now() + twoYears),
  }
  if (secret.startDateTime > secret.endDateTime) values.refuse('endDateTime')
  return secret
}

/**
 * Secrets: the text of a new one is told here and never again.
 * https://learn.microsoft.com/graph/api/application-addpassword https://learn.microsoft.com/graph/api/application-removepassword
 */
export function registerApplicationPasswords(app: FastifyInstance, world: World): void {
  const rules = [permissionRules.writeApplications]
  app.post<{ Params: { id: string } }>('/applications/:id/addPassword', async (request) => {
    const caller = await getApplicationWriter(world, request, rules)
    const application = getApplication(world, caller, request.params.id)
    const { passwordCredential } = getBody(request.body ?? {})
    const secret = createSecret(values.getObject(passwordCredential ?? {}, 'passwordCredential'))
    application.secrets.push(secret)
    return {
      '@odata.context': toContext(world.origin, 'microsoft.graph.passwordCredential'),
      ...toPasswordCredential(secret),
      secretText: secret.secretText,
    }
  })
  app.post<{ Params: { id: string } }>(
    '/applications/:id/removePassword',
    async (request, reply) => {
      const caller = await getApplicationWriter(world, request, rules)
      const application = getApplication(world, caller, request.params.id)
      const keyId = values.getId(getBody(request.body).keyId, 'keyId')
      const left = application.secrets.filter((secret) => secret.keyId !== keyId)
      if (left.length === application.secrets.length) {
        throw createBadRequest('No password credential found with keyId.')
      }
      application.secrets = left
      return reply.code(204).send()
    },
  )
}
