import createFetchClient from 'openapi-fetch'
import type { components, operations, paths } from './openapi.d.ts'
import { ApiProblem, isProblem, NoAnswer } from './problem.ts'

type Schemas = components['schemas']
export type Me = Schemas['Me']
export type Preferences = Schemas['Preferences']
export type Session = Schemas['Session']
export type SessionPage = Schemas['SessionPage']
export type SetupPermission = Schemas['SetupPermission']
export type Setup = Schemas['Setup']
export type AuditEvent = Schemas['AuditEvent']
export type AuditEventPage = Schemas['AuditEventPage']
export type UserBatch = Schemas['UserBatch']
export type UserBatchPage = Schemas['UserBatchPage']
export type UserBatchItem = Schemas['UserBatchItem']
export type UserBatchItemPage = Schemas['UserBatchItemPage']
export type UserBatchRequest = Body<'createUserBatch'>
export type TokenClaim = Schemas['TokenClaim']
export type TokenClaims = Schemas['TokenClaims']
export type User = Schemas['User']
export type UserDetail = Schemas['UserDetail']
export type UserPage = Schemas['UserPage']
export type ListUsersQuery = NonNullable<operations['listUsers']['parameters']['query']>

type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody: { content: { 'application/json': infer Json } }
}
  ? Json
  : never

type Query<Operation extends keyof operations> = NonNullable<
  operations[Operation]['parameters']['query']
>

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
          headers: toLanguage(language),
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
    /** Changes how the person likes the pages. */
    updatePreferences: (
      body: Body<'updatePreferences'>,
      call: CallOptions = {},
    ): Promise<Preferences> =>
      read(http.PATCH('/api/me/preferences', { body, headers: UNSAFE, ...call })),
    /** Registers a local account and signs in; undefined where a mail has to be opened first. */
    registerLocalAccount: async (
      body: Body<'registerLocalAccount'>,
      { language, ...call }: CallOptions & { language?: string } = {},
    ): Promise<Me | undefined> => {
      const headers = { ...UNSAFE, ...toLanguage(language) }
      const answer = await settle(http.POST('/auth/local/register', { body, headers, ...call }))
      if (answer.response.status === 202) return undefined
      return read(Promise.resolve(answer))
    },
    /** Confirms a registration by the link in the mail, and signs in. */
    confirmRegistration: (body: Body<'confirmRegistration'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/local/verify', { body, headers: UNSAFE, ...call })),
    /** Signs in with e-mail and password. */
    signInLocally: (body: Body<'signInLocally'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/local/login', { body, headers: UNSAFE, ...call })),
    /** Changes the password, and ends all other sessions. */
    changePassword: (
      body: Body<'changePassword'>,
      { language, ...call }: CallOptions & { language?: string } = {},
    ): Promise<Me> =>
      read(
        http.POST('/auth/local/password', {
          body,
          headers: { ...UNSAFE, ...toLanguage(language) },
          ...call,
        }),
      ),
    /** Has a mail sent with a link to reset the password, if there is such an account. */
    requestPasswordReset: (
      body: Body<'requestPasswordReset'>,
      { language, ...call }: CallOptions & { language?: string } = {},
    ): Promise<void> =>
      finish(
        http.POST('/auth/local/forgot', {
          body,
          headers: { ...UNSAFE, ...toLanguage(language) },
          ...call,
        }),
        202,
      ),
    /** Sets another password by the link in the mail; signs nobody in. */
    resetPassword: (body: Body<'resetPassword'>, call: CallOptions = {}): Promise<void> =>
      finish(http.POST('/auth/local/reset', { body, headers: UNSAFE, ...call })),
    /** Joins the person's Microsoft account with a local one, which they know the password of. */
    linkLocalAccount: (body: Body<'linkLocalAccount'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/link', { body, headers: UNSAFE, ...call })),
    /** Gives one of the person's two ways in up, and ends all other sessions. */
    unlinkDoor: (body: Body<'unlinkDoor'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/unlink', { body, headers: UNSAFE, ...call })),
    /** Looks up, disables or enables many accounts. The same `key` with the same request is one batch. */
    createUserBatch: (
      body: UserBatchRequest,
      { key, ...call }: CallOptions & { key?: string } = {},
    ): Promise<UserBatch> =>
      read(
        http.POST('/api/user-batches', {
          body,
          headers: { ...UNSAFE, ...(key && { 'Idempotency-Key': key }) },
          ...call,
        }),
      ),
    /** The organisation's batches, the newest first. */
    listUserBatches: (
      query: Query<'listUserBatches'> = {},
      call: CallOptions = {},
    ): Promise<UserBatchPage> =>
      read(http.GET('/api/user-batches', { params: { query }, ...call })),
    /** How far a batch has come. */
    getUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.GET('/api/user-batches/{id}', { params: { path: { id } }, ...call })),
    /** The accounts of a batch, page by page. */
    listUserBatchItems: async (
      id: string,
      query: Query<'listUserBatchItems'> = {},
      call: CallOptions = {},
    ): Promise<UserBatchItemPage> => {
      const page = await read(
        http.GET('/api/user-batches/{id}/items', { params: { path: { id }, query }, ...call }),
      )
      // The same address answers CSV, to whoever asks for that.
      if (typeof page === 'string') throw new NoAnswer('The answer is no JSON.')
      return page
    },
    /** The same for a spreadsheet: all of them, as CSV. */
    readUserBatchItemsCsv: (
      id: string,
      query: Pick<Query<'listUserBatchItems'>, 'outcome'> = {},
      call: CallOptions = {},
    ): Promise<string> =>
      read(
        http.GET('/api/user-batches/{id}/items', {
          params: { path: { id }, query },
          headers: { Accept: 'text/csv' },
          parseAs: 'text',
          ...call,
        }),
      ),
    /** Where the events of a batch are, for an `EventSource`. */
    watchUserBatch: (id: string) => `${baseUrl}/api/user-batches/${encodeURIComponent(id)}/events`,
    /** Stops a batch: what is done stays done. */
    cancelUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/cancel', toAct(id, call))),
    /** Lets a paused batch go on. */
    resumeUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/resume', toAct(id, call))),
    /** A new batch that takes back what a batch has changed. */
    undoUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/undo', toAct(id, call))),
    /** A new batch of those that failed. */
    retryUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/retry', toAct(id, call))),
    /** Who did what to whom, the newest first. */
    listAuditEvents: (
      query: Query<'listAuditEvents'> = {},
      call: CallOptions = {},
    ): Promise<AuditEventPage> =>
      read(http.GET('/api/audit-events', { params: { query }, ...call })),
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

function toAct(id: string, call: CallOptions) {
  return { params: { path: { id } }, headers: UNSAFE, ...call }
}

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

/** For what answers nothing but its status: nothing else says that it was done. */
async function finish(call: Promise<Answer<unknown>>, done = 204): Promise<void> {
  const { error, response } = await settle(call)
  if (response.status !== done) throw toRefusal(error)
}

function toLanguage(language: string | undefined) {
  return language ? { 'Accept-Language': language } : {}
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
