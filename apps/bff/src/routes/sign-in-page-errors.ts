import { StoreFailure } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { toReturnTo } from '../auth/return-to.ts'
import { toSignInError } from '../auth/to-sign-in-error.ts'
import type { AppContext } from '../context.ts'
import { redirectToSignIn } from './redirect-to-sign-in.ts'

/**
 * A navigation of a sign-in that fails before its route is reached, since nobody can say who asks while the database is
 * away, ends where sign-ins that fail later do: a person sees a page.
 */
export const signInPageErrors = fp(
  async (app: FastifyInstance, context: AppContext) => {
    app.setErrorHandler<Error>(async (error, request, reply) => {
      const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html')
      // To the handler of everything else.
      if (!(error instanceof StoreFailure) || !isPage) throw error
      const { returnTo } = request.query as Record<string, unknown>
      return redirectToSignIn(context, request, reply, toSignInError(error), toReturnTo(returnTo))
    })
  },
  { name: 'sign-in-page-errors', dependencies: ['error-handler'] },
)
