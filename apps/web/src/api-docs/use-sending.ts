import { useEffect, useRef, useState } from 'react'
import { type Outcome, sendRequest } from './send-request.ts'
import type { ApiRequest } from './to-request.ts'

/** How far a request has come, with what has come of it. */
export interface Sending {
  state: 'idle' | 'busy' | 'done' | 'stopped' | 'no-answer'
  outcome: Outcome | undefined
}

/** One request at a time; leaving its form stops it. */
export function useSending() {
  const [sending, setSending] = useState<Sending>({ state: 'idle', outcome: undefined })
  const current = useRef<AbortController>(undefined)
  useEffect(() => () => current.current?.abort(), [])

  const send = async (request: ApiRequest, token: string | undefined) => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    const { signal } = controller
    setSending({ state: 'busy', outcome: undefined })
    try {
      await sendRequest(request, { token, signal }, (outcome) => {
        if (!signal.aborted) setSending({ state: 'busy', outcome })
      })
      setSending(({ outcome }) => ({ state: 'done', outcome }))
    } catch {
      // One that was stopped for another one says nothing any more.
      if (current.current !== controller) return
      const state = signal.aborted ? 'stopped' : 'no-answer'
      setSending(({ outcome }) => ({ state, outcome }))
    }
  }

  return { sending, send, stop: () => current.current?.abort() }
}
