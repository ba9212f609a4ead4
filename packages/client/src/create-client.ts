import { type ClientOptions, createConnection } from './connection.ts'
import type { operations } from './openapi.d.ts'
import { createAccountCalls } from './operations/create-account-calls.ts'
import { createDirectoryCalls } from './operations/create-directory-calls.ts'
import { createGroupCalls } from './operations/create-group-calls.ts'
import { createMailCalls } from './operations/create-mail-calls.ts'
import { createOrganisationCalls } from './operations/create-organisation-calls.ts'
import { createSignInCalls } from './operations/create-sign-in-calls.ts'
import { createUserBatchCalls } from './operations/create-user-batch-calls.ts'
import { createViewCalls } from './operations/create-view-calls.ts'

/** Each method is one operation of the OpenAPI document; `listAll…`, `read…` and `waitFor…` are made of them. */
export interface Client
  extends ReturnType<typeof createAccountCalls>,
    ReturnType<typeof createDirectoryCalls>,
    ReturnType<typeof createGroupCalls>,
    ReturnType<typeof createMailCalls>,
    ReturnType<typeof createOrganisationCalls>,
    ReturnType<typeof createSignInCalls>,
    ReturnType<typeof createUserBatchCalls>,
    ReturnType<typeof createViewCalls> {}

/**
 * A typed client of the REST API: with `getToken` by bearer token, from anywhere; without it by the
 * cookie, from a page of the application itself. It holds no token and writes no log.
 *
 * @throws {TypeError} there is `getToken`, and `baseUrl` is not https (or http on this machine).
 *
 * What its methods throw:
 * - {@link ApiProblem}: the API refused; `problem.code` says why.
 * - {@link NoAnswer}: there was no answer, or none that is ours.
 * - the reason of `signal`, when that aborts the call: a `DOMException` named `AbortError` unless another
 *   reason was given.
 * - whatever `getToken` throws.
 */
export function createClient(options: ClientOptions = {}): Client {
  const connection = createConnection(options)
  const client = {
    ...createAccountCalls(connection),
    ...createDirectoryCalls(connection),
    ...createGroupCalls(connection),
    ...createMailCalls(connection),
    ...createOrganisationCalls(connection),
    ...createSignInCalls(connection),
    ...createUserBatchCalls(connection),
    ...createViewCalls(connection),
  }
  // An operation added to the API does not compile until it has its method.
  return client satisfies Record<keyof operations, unknown>
}
