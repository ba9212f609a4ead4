export interface LoggedRequest {
  at: string
  method: string
  /** Without the query, which carries codes, hints and ID tokens. */
  path: string
  status: number
  client: string | null
  user: string | null
  /** The permission that opened the door, or what was asked of the token endpoint. */
  permission: string | null
}

const keptAtMost = 1000

export interface RequestLog {
  add(request: LoggedRequest): void
  list(): LoggedRequest[]
}

/** The newest thousand requests, oldest first. */
export function createRequestLog(): RequestLog {
  const items: LoggedRequest[] = []
  return {
    add: (request) => {
      items.push(request)
      if (items.length > keptAtMost) items.shift()
    },
    list: () => items.map((item) => ({ ...item })),
  }
}
