import type { Message } from '../../world/message.ts'
import { GraphError } from '../graph-error.ts'
import { type FilterType, parseFilter } from '../odata/filter.ts'
import { compareTexts } from '../odata/order.ts'
import type { OutlookQuery } from '../odata/outlook-query.ts'
import { tokenize } from '../odata/tokens.ts'

const filterType: FilterType = {
  name: 'microsoft.graph.message',
  properties: [
    'receivedDateTime',
    'sentDateTime',
    'subject',
    'isRead',
    'hasAttachments',
    'importance',
    'conversationId',
    'from/emailAddress/address',
    'from/emailAddress/name',
  ],
  endsWith: ['subject', 'from/emailAddress/address'],
  collections: {},
}

/** What can be filtered, by the name a filter calls it. */
function toFilterItem(message: Message): Record<string, unknown> {
  const { address, name } = message.from.emailAddress
  return {
    receivedDateTime: message.receivedDateTime,
    sentDateTime: message.receivedDateTime,
    subject: message.subject,
    isRead: message.isRead,
    hasAttachments: message.attachments.some(({ isInline }) => !isInline),
    importance: message.importance,
    conversationId: message.conversationId,
    'from/emailAddress/address': address,
    'from/emailAddress/name': name,
  }
}

/**
 * What is sorted by must be what the filter asks for first.
 * https://learn.microsoft.com/graph/api/user-list-messages#using-filter-and-orderby-in-the-same-query
 */
function refuseInefficient({ filter, orderby }: OutlookQuery): void {
  if (filter === undefined || orderby === undefined) return
  const first = tokenize(filter).find(({ text }) => filterType.properties.includes(text))
  if (first?.text === orderby.property) return
  throw new GraphError(
    400,
    'InefficientFilter',
    'The restriction or sort order is too complex for this operation.',
  )
}

export const sortableProperties = ['receivedDateTime', 'sentDateTime', 'subject'] as const

/** The messages a query finds, in order; newest first when it names none. */
export function findMessages(messages: Message[], query: OutlookQuery): Message[] {
  refuseInefficient(query)
  const filter = query.filter === undefined ? undefined : parseFilter(filterType, query.filter)
  const found =
    filter === undefined
      ? messages
      : messages.filter((message) => filter.matches(toFilterItem(message)))
  if (query.orderby === undefined) return found
  const { property, isDescending } = query.orderby
  const key = property === 'subject' ? 'subject' : 'receivedDateTime'
  const sorted = found.toSorted((left, right) => compareTexts(left[key], right[key]))
  return isDescending ? sorted.toReversed() : sorted
}
