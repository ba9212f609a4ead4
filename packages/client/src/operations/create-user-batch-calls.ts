import { read } from '../answer.ts'
import type { Connection } from '../connection.ts'
import { listAll } from '../list-all.ts'
import type {
  CallOptions,
  Query,
  UserBatch,
  UserBatchItem,
  UserBatchItemPage,
  UserBatchPage,
  UserBatchRequest,
} from '../models.ts'
import { NoAnswer } from '../problem.ts'
import {
  type SettledUserBatch,
  type WaitForBatchOptions,
  waitForUserBatch,
} from '../wait-for-user-batch.ts'

type BatchesQuery = Query<'listUserBatches'>
type ItemsQuery = Query<'listUserBatchItems'>

/** Many accounts at once. */
export function createUserBatchCalls({ baseUrl, http, wait }: Connection) {
  const calls = {
    /** Looks up, disables or enables many accounts. The same `key` with the same request is one batch. */
    createUserBatch: (
      body: UserBatchRequest,
      { key, ...call }: CallOptions & { key?: string } = {},
    ): Promise<UserBatch> =>
      read(
        http.POST('/api/user-batches', {
          body,
          headers: { ...(key && { 'Idempotency-Key': key }) },
          ...call,
        }),
      ),
    /** The organisation's batches, the newest first. */
    listUserBatches: (query: BatchesQuery = {}, call: CallOptions = {}): Promise<UserBatchPage> =>
      read(http.GET('/api/user-batches', { params: { query }, ...call })),
    /** All of them, page after page. */
    listAllUserBatches: (
      query: BatchesQuery = {},
      call: CallOptions = {},
    ): AsyncGenerator<UserBatch, void, undefined> =>
      listAll((page: BatchesQuery) => calls.listUserBatches(page, call), query, call.signal),
    /** How far a batch has come. */
    getUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.GET('/api/user-batches/{id}', { params: { path: { id } }, ...call })),
    /**
     * Looks at a batch until it has ended, or is paused: then `status` is `paused`, `pauseReason` says
     * why, and it goes on after its person has signed in again and `resumeUserBatch` was called.
     * What may pass by itself (no answer, 429, 502, 503, 504) ends the waiting when it came six times in
     * a row; `Retry-After` is kept to.
     */
    waitForUserBatch: (
      id: string,
      options: WaitForBatchOptions = {},
    ): Promise<SettledUserBatch> => {
      const call = options.signal ? { signal: options.signal } : {}
      return waitForUserBatch(() => calls.getUserBatch(id, call), wait, options)
    },
    /** The accounts of a batch, page by page. */
    listUserBatchItems: async (
      id: string,
      query: ItemsQuery = {},
      call: CallOptions = {},
    ): Promise<UserBatchItemPage> => {
      const page = await read(
        http.GET('/api/user-batches/{id}/items', { params: { path: { id }, query }, ...call }),
      )
      // The same address answers CSV, to whoever asks for that.
      if (typeof page === 'string') throw new NoAnswer('The answer is no JSON.')
      return page
    },
    /** All of them, page after page. */
    listAllUserBatchItems: (
      id: string,
      query: ItemsQuery = {},
      call: CallOptions = {},
    ): AsyncGenerator<UserBatchItem, void, undefined> =>
      listAll((page: ItemsQuery) => calls.listUserBatchItems(id, page, call), query, call.signal),
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
      read(http.POST('/api/user-batches/{id}/cancel', toBatch(id, call))),
    /** Lets a paused batch go on. */
    resumeUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/resume', toBatch(id, call))),
    /** A new batch that takes back what a batch has changed. */
    undoUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/undo', toBatch(id, call))),
    /** A new batch of those that failed. */
    retryUserBatch: (id: string, call: CallOptions = {}): Promise<UserBatch> =>
      read(http.POST('/api/user-batches/{id}/retry', toBatch(id, call))),
  }
  return calls
}

function toBatch(id: string, call: CallOptions) {
  return { params: { path: { id } }, ...call }
}
