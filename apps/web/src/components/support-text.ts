import { ApiProblem } from '@vestibule/client'

/**
 * A failure as lines to paste into a request for help. In English and in UTC, whoever
 * reads it.
 */
export function toSupportText(error: unknown, at: number): string {
  const lines = ['Vestibule', `time: ${new Date(at).toISOString()}`]
  if (error instanceof ApiProblem) {
    const { code, status, requestId, detail } = error.problem
    lines.push(`code: ${code}`, `status: ${status}`, `request id: ${requestId}`, detail)
  } else {
    lines.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  }
  return lines.join('\n')
}
