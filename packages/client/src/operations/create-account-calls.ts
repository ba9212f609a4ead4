import { read, readIfAny } from '../answer.ts'
import type { Connection } from '../connection.ts'
import type {
  Body,
  CallOptions,
  LanguageOptions,
  Me,
  PhotoSize,
  Preferences,
  TokenClaims,
} from '../models.ts'
import { toLanguage } from './to-language.ts'

/** The caller. */
export function createAccountCalls({ baseUrl, http }: Connection) {
  return {
    /** The signed-in person. */
    getMe: (call: CallOptions = {}): Promise<Me> => read(http.GET('/api/me', { ...call })),
    /** What the person's tokens say, explained in `language`, else in the browser's own. */
    getTokenClaims: ({ language, ...call }: LanguageOptions = {}): Promise<TokenClaims> =>
      read(
        http.GET('/api/token-claims', {
          ...call,
          headers: toLanguage(language),
        }),
      ),
    /** Where the signed-in person's picture is; it answers 204 where there is none. */
    getMyPhoto: (size: PhotoSize) => `${baseUrl}/api/me/photo?size=${size}&optional=true`,
    /** The same picture as bytes, for who has no cookie; undefined where there is none. */
    readMyPhoto: (size: PhotoSize, call: CallOptions = {}): Promise<Blob | undefined> =>
      readIfAny(
        http.GET('/api/me/photo', {
          params: { query: { size, optional: true } },
          parseAs: 'blob',
          ...call,
        }),
      ),
    /** Changes how the person likes the pages. */
    updatePreferences: (
      body: Body<'updatePreferences'>,
      call: CallOptions = {},
    ): Promise<Preferences> => read(http.PATCH('/api/me/preferences', { body, ...call })),
  }
}
