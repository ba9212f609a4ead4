import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client } from './client.ts'

/** Somebody's mailbox, opened by a press of the button. */
export interface Opening {
  /** Of this press: the same mailbox opened again is another opening. */
  id: string
  /** Object id, user principal name or mail address. */
  of: string
  reason: string
}

/**
 * Each answer is an opening of somebody's mailbox, which is entered in the audit: so a press alone asks for one,
 * never a retry, a look back at the tab or a line that is there again. What was read is kept no longer than it is shown.
 */
const BY_PRESS_ALONE = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
}

const NEWEST = 10

export const messagesQuery = ({ id, of, reason }: Opening) =>
  queryOptions({
    ...BY_PRESS_ALONE,
    queryKey: ['messages', id],
    queryFn: ({ signal }) => client.listMessages(of, { reason, top: NEWEST, signal }),
  })

export const messageQuery = ({ id, of, reason }: Opening, messageId: string) =>
  queryOptions({
    ...BY_PRESS_ALONE,
    queryKey: ['message', id, messageId],
    queryFn: ({ signal }) => client.getMessage(of, messageId, { reason, signal }),
  })

const FOUND_AT_MOST = 8

/** A few people whose name, address or principal name begins so, to choose one from. */
export const foundPeopleQuery = (search: string) =>
  queryOptions({
    queryKey: ['found-people', search],
    queryFn: ({ signal }) => client.listUsers({ search, top: FOUND_AT_MOST }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // Only a help: an address can be typed without it.
    retry: false,
  })
