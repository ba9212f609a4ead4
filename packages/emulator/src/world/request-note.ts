import type { FastifyRequest } from 'fastify'
import type { LoggedRequest } from './request-log.ts'

export type RequestNote = Partial<Pick<LoggedRequest, 'client' | 'user' | 'permission'>>

const notes = new WeakMap<FastifyRequest, RequestNote>()

/** An endpoint tells the request log who asked and what opened the door; later notes add to earlier ones. */
export function noteRequest(request: FastifyRequest, note: RequestNote): void {
  notes.set(request, { ...notes.get(request), ...note })
}

export function readRequestNote(request: FastifyRequest): RequestNote {
  return notes.get(request) ?? {}
}
