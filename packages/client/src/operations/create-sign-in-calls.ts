import { finish, read, settle } from '../answer.ts'
import type { Connection } from '../connection.ts'
import type { Body, CallOptions, LanguageOptions, Me, SessionPage } from '../models.ts'
import { toLanguage } from './to-language.ts'

/** Ways in and out, and sessions: for pages, which have the cookie. */
export function createSignInCalls({ http }: Connection) {
  return {
    /** Registers a local account and signs in; undefined where a mail has to be opened first. */
    registerLocalAccount: async (
      body: Body<'registerLocalAccount'>,
      { language, ...call }: LanguageOptions = {},
    ): Promise<Me | undefined> => {
      const headers = toLanguage(language)
      const answer = await settle(http.POST('/auth/local/register', { body, headers, ...call }))
      if (answer.response.status === 202) return undefined
      return read(Promise.resolve(answer))
    },
    /** Confirms a registration by the link in the mail, and signs in. */
    confirmRegistration: (body: Body<'confirmRegistration'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/local/verify', { body, ...call })),
    /** Signs in with e-mail and password. */
    signInLocally: (body: Body<'signInLocally'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/local/login', { body, ...call })),
    /** Changes the password, and ends all other sessions. */
    changePassword: (
      body: Body<'changePassword'>,
      { language, ...call }: LanguageOptions = {},
    ): Promise<Me> =>
      read(
        http.POST('/auth/local/password', {
          body,
          headers: toLanguage(language),
          ...call,
        }),
      ),
    /** Has a mail sent with a link to reset the password, if there is such an account. */
    requestPasswordReset: (
      body: Body<'requestPasswordReset'>,
      { language, ...call }: LanguageOptions = {},
    ): Promise<void> =>
      finish(
        http.POST('/auth/local/forgot', {
          body,
          headers: toLanguage(language),
          ...call,
        }),
        202,
      ),
    /** Sets another password by the link in the mail; signs nobody in. */
    resetPassword: (body: Body<'resetPassword'>, call: CallOptions = {}): Promise<void> =>
      finish(http.POST('/auth/local/reset', { body, ...call })),
    /** Joins the person's Microsoft account with a local one, which they know the password of. */
    linkLocalAccount: (body: Body<'linkLocalAccount'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/link', { body, ...call })),
    /** Gives one of the person's two ways in up, and ends all other sessions. */
    unlinkDoor: (body: Body<'unlinkDoor'>, call: CallOptions = {}): Promise<Me> =>
      read(http.POST('/auth/unlink', { body, ...call })),
    /** Where the person is signed in, this session first. */
    listSessions: (call: CallOptions = {}): Promise<SessionPage> =>
      read(http.GET('/api/sessions', { ...call })),
    /** Ends one of the person's sessions. */
    endSessionById: (id: string, call: CallOptions = {}): Promise<void> =>
      finish(http.DELETE('/api/sessions/{id}', { params: { path: { id } }, ...call })),
    /** Ends all of the person's sessions but this one. */
    endOtherSessions: (call: CallOptions = {}): Promise<void> =>
      finish(
        http.DELETE('/api/sessions', {
          params: { query: { scope: 'others' } },
          ...call,
        }),
      ),
    /** Ends the session; open `logoutUrl` next, to sign out of the organisation too. */
    endSession: (call: CallOptions = {}): Promise<{ logoutUrl: string }> =>
      read(http.POST('/auth/logout', { ...call })),
  }
}
