import { createClient } from '@vestibule/client'

export const client = createClient()

/** For what the page reads by itself: it is no use of the session, which ends when nobody uses it. */
export const backgroundClient = createClient({
  fetch(request) {
    request.headers.set('X-Background', '1')
    return fetch(request)
  },
})
