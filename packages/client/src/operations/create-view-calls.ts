import { finish, read } from '../answer.ts'
import type { Connection } from '../connection.ts'
import type { Body, CallOptions, SavedView, SavedViewPage } from '../models.ts'

/** Lists of people as somebody wants to come back to them. */
export function createViewCalls({ http }: Connection) {
  return {
    /** One's own and those that are shared, by name. */
    listViews: (call: CallOptions = {}): Promise<SavedViewPage> =>
      read(http.GET('/api/views', { ...call })),
    createView: (view: Body<'createView'>, call: CallOptions = {}): Promise<SavedView> =>
      read(http.POST('/api/views', { body: view, ...call })),
    /** One of one's own. */
    deleteView: (id: string, call: CallOptions = {}): Promise<void> =>
      finish(http.DELETE('/api/views/{id}', { params: { path: { id } }, ...call })),
  }
}
