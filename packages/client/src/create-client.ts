import createFetchClient from 'openapi-fetch'
import type { components, operations, paths } from './openapi.d.ts'
import { ApiProblem, isProblem, NoAnswer } from './problem.ts'

type Schemas = components['schemas']
export type Me = Schemas['Me']
export type Session = Schemas['Session']
export type SessionPage = Schemas['SessionPage']
export type SetupPermission = Schemas['SetupPermission']
export type Setup = Schemas['Setup']
export type TokenClaim = Schemas['TokenClaim']
export type TokenClaims = Schemas['TokenClaims']
export type User = Schemas['User']
export type UserDetail = Schemas['UserDetail']
export type UserPage = Schemas['UserPage']
export type ListUsersQuery = NonNullable<operations['listUsers']['parameters']['query']>

/** Pixels a side. */
export type PhotoSize = NonNullable<
  NonNullable<operations['getUserPhoto']['parameters']['query']>['size']
>

export interface ClientOptions {
  /** The origin of the API, such as `https://vestibule.example`; empty for the page's own. */
  baseUrl?: string
  /** Called for every request; the platform's `fetch` unless given. */
  fetch?: (request: Request) => Promise<Response>
}

type CallOptions = { signal?: AbortSignal }

/**
 * A typed client of the REST API. Each method is one operation of the OpenAPI document.
 *
 * @throws {ApiProblem} the API refused; `problem.code` says why.
 * @throws {NoAnswer} there was no answer, or none that is ours.
 * @throws {DOMException} `AbortError`, when `signal` aborts the call.
 */
export function createClient(options: ClientOptions = {}) {
  const baseUrl = options.baseUrl ?? ''
  const http = createFetchClient<paths>({
    baseUrl,
    ...(options.fetch && { fetch: options.fetch }),
    // The cookie belongs to the application's origin, which may differ from the page's.
    credentials: 'include',
  })

  const client = {
    /** The signed-in person. */
    getMe: (call: CallOptions = {}): Promise<Me> => read(http.GET('/api/me', call)),
    /** What the person's tokens say, explained in `language`, else in the browser's own. */
    getTokenClaims: ({
      language,
      ...call
    }: CallOptions & { language?: string } = {}): Promise<TokenClaims> =>
      read(
        http.GET('/api/token-claims', {
          ...call,
          ...(language && { headers: { 'Accept-Language': language } }),
        }),
      ),
    /** One page of the directory. */
    listUsers: (query: ListUsersQuery = {}, call: CallOptions = {}): Promise<UserPage> =>
      read(http.GET('/api/users', { params: { query }, ...call })),
    /** One person, by object id or user principal name. */
    getUser: (id: string, call: CallOptions = {}): Promise<UserDetail> =>
      read(http.GET('/api/users/{id}', { params: { path: { id } }, ...call })),
    /** Where the signed-in person's picture is; it answers 204 where there is none. */
    getMyPhoto: (size: PhotoSize) => `${baseUrl}/api/me/photo?size=${size}&optional=true`,
    /** Where a person's picture is; it answers 204 where there is none. */
    getUserPhoto: (id: string, size: PhotoSize) =>
      `${baseUrl}/api/users/${encodeURIComponent(id)}/photo?size=${size}&optional=true`,
    /** What each feature needs of the organisation, proved by calls made for this answer. */
    getSetup: (call: CallOptions = {}): Promise<Setup> => read(http.GET('/api/setup', call)),
    /** Where the person is signed in, this session first. */
    listSessions: (call: CallOptions = {}): Promise<SessionPage> =>
      read(http.GET('/api/sessions', call)),
    /** Ends one of the person's sessions. */
    endSessionById: (id: string, call: CallOptions = {}): Promise<void> =>
      finish(
        http.DELETE('/api/sessions/{id}', { params: { path: { id } }, headers: UNSAFE, ...call }),
      ),
    /** Ends all of the person's sessions but this one. */
    endOtherSessions: (call: CallOptions = {}): Promise<void> =>
      finish(
        http.DELETE('/api/sessions', {
          params: { query: { scope: 'others' } },
          headers: UNSAFE,
          ...call,
        }),
      ),
    /** Ends the session; open `logoutUrl` next, to sign out of the organisation too. */
    endSession: (call: CallOptions = {}): Promise<{ logoutUrl: string }> =>
      read(http.POST('/auth/logout', { headers: UNSAFE, ...call })),
  }
  // An operation added to the API does not compile until it has its method here.
  return client satisfies Record<keyof operations, unknown>
}

export type Client = ReturnType<typeof createClient>

// A header that no cross-site form can send; every unsafe route asks for it.
const UNSAFE = { 'X-CSRF': '1' }

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error } = await settle(call)
  if (data !== undefined) return data
  throw toRefusal(error)
}

/** For what answers 204: nothing else says that it was done. */
async function finish(call: Promise<Answer<unknown>>): Promise<void> {
  const { error, response } = await settle(call)
  if (response.status !== 204) throw toRefusal(error)
}

function settle<T>(call: Promise<Answer<T>>): Promise<Answer<T>> {
  return call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new NoAnswer('There was no answer.', { cause })
  })
}

function toRefusal(error: unknown): ApiProblem | NoAnswer {
  return isProblem(error)
    ? new ApiProblem(error)
    : new NoAnswer('The answer did not come from this API.')
}
