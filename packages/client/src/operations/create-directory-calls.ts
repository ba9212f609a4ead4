import { read, readIfAny } from '../answer.ts'
import type { Connection } from '../connection.ts'
import { listAll } from '../list-all.ts'
import type {
  CallOptions,
  ExportUsersQuery,
  ListUsersQuery,
  PhotoSize,
  SignInActivity,
  User,
  UserDetail,
  UserMemberships,
  UserNeighbours,
  UserNeighboursQuery,
  UserPage,
  UsersSummary,
} from '../models.ts'

/** The people of the organisation. */
export function createDirectoryCalls({ baseUrl, http }: Connection) {
  const calls = {
    /** One page of the directory. */
    listUsers: (query: ListUsersQuery = {}, call: CallOptions = {}): Promise<UserPage> =>
      read(http.GET('/api/users', { params: { query }, ...call })),
    /** Everybody, page after page; `top` is the size of a page. */
    listAllUsers: (
      query: ListUsersQuery = {},
      call: CallOptions = {},
    ): AsyncGenerator<User, void, undefined> =>
      listAll((page: ListUsersQuery) => calls.listUsers(page, call), query, call.signal),
    /** One person, by object id or user principal name. */
    getUser: (id: string, call: CallOptions = {}): Promise<UserDetail> =>
      read(http.GET('/api/users/{id}', { params: { path: { id } }, ...call })),
    /** How many people there are, by what tells them apart. */
    summarizeUsers: (call: CallOptions = {}): Promise<UsersSummary> =>
      read(http.GET('/api/users/summary', { ...call })),
    /** Where somebody stands in a list, by object id, and who is beside them. */
    getUserNeighbours: (
      id: string,
      query: UserNeighboursQuery = {},
      call: CallOptions = {},
    ): Promise<UserNeighbours> =>
      read(http.GET('/api/users/{id}/neighbours', { params: { path: { id }, query }, ...call })),
    /** Somebody's groups, directory roles and licences. */
    getUserMemberships: (id: string, call: CallOptions = {}): Promise<UserMemberships> =>
      read(http.GET('/api/users/{id}/memberships', { params: { path: { id } }, ...call })),
    /** When somebody signed in last. */
    getSignInActivity: (id: string, call: CallOptions = {}): Promise<SignInActivity> =>
      read(http.GET('/api/users/{id}/sign-in-activity', { params: { path: { id } }, ...call })),
    /** A whole list as a file: CSV, or one JSON object a line. */
    exportUsers: (query: ExportUsersQuery = {}, call: CallOptions = {}): Promise<Blob> =>
      read(http.GET('/api/users/export', { params: { query }, parseAs: 'blob', ...call })),
    /** Where a person's picture is; it answers 204 where there is none. */
    getUserPhoto: (id: string, size: PhotoSize) =>
      `${baseUrl}/api/users/${encodeURIComponent(id)}/photo?size=${size}&optional=true`,
    /** The same picture as bytes, for who has no cookie; undefined where there is none. */
    readUserPhoto: (
      id: string,
      size: PhotoSize,
      call: CallOptions = {},
    ): Promise<Blob | undefined> =>
      readIfAny(
        http.GET('/api/users/{id}/photo', {
          params: { path: { id }, query: { size, optional: true } },
          parseAs: 'blob',
          ...call,
        }),
      ),
  }
  return calls
}
