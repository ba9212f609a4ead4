import { read } from '../answer.ts'
import type { Connection } from '../connection.ts'
import { listAll } from '../list-all.ts'
import type { AuditEvent, AuditEventPage, CallOptions, Query, Setup } from '../models.ts'

type AuditQuery = Query<'listAuditEvents'>

/** For administrators. */
export function createOrganisationCalls({ http }: Connection) {
  const calls = {
    /** What each feature needs of the organisation, proved by calls made for this answer. */
    getSetup: (call: CallOptions = {}): Promise<Setup> => read(http.GET('/api/setup', { ...call })),
    /** Who did what to whom, the newest first. */
    listAuditEvents: (query: AuditQuery = {}, call: CallOptions = {}): Promise<AuditEventPage> =>
      read(http.GET('/api/audit-events', { params: { query }, ...call })),
    /** All of them, page after page. */
    listAllAuditEvents: (
      query: AuditQuery = {},
      call: CallOptions = {},
    ): AsyncGenerator<AuditEvent, void, undefined> =>
      listAll((page: AuditQuery) => calls.listAuditEvents(page, call), query, call.signal),
  }
  return calls
}
