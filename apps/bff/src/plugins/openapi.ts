import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { version } from '../version.ts'

/** Gathers the routes' schemas into one OpenAPI 3.1 document. */
export const openapi = fp(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.1',
        info: {
          title: 'Vestibule',
          version,
          description: 'Who is signed in, what their tokens say, and who is in the directory.',
        },
        components: {
          securitySchemes: {
            session: {
              type: 'apiKey',
              in: 'cookie',
              name: '__Host-vestibule',
              description: 'Set by signing in; `vestibule-<port>` on http://localhost.',
            },
            bearer: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description:
                'An access token of Microsoft Entra for this API: of a person, through a client that was ' +
                'given the scope `access_as_user`, or of an application that was given one of the app ' +
                'roles named.',
            },
          },
        },
      },
      // Shared schemas keep their own names.
      refResolver: { buildLocalReference: (json) => String(json.$id) },
    })
  },
  { name: 'openapi' },
)
