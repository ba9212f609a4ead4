import { Readable } from 'node:stream'
import { ExportUsersQuery, USER_ORDER_FIELDS, type User } from '@vestibule/contract'
import { recordAuditEvent } from '@vestibule/store'
import { toCsv } from '@vestibule/user-list'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { AppContext } from '../context.ts'
import { chooseSource } from '../mirror/choose-source.ts'
import { openWholeList } from '../mirror/each-listed-user.ts'
import { byCaller, problemResponses } from './problem-responses.ts'

type Column = NonNullable<ExportUsersQuery['columns']>[number]

const ALL_COLUMNS: readonly Column[] = ['id', ...USER_ORDER_FIELDS]
const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' }

/** A list of people as a file: as many as there are, without holding them all. */
export async function usersExportRoutes(app: FastifyInstance, context: AppContext) {
  const { store, now } = context

  app.get<{ Querystring: ExportUsersQuery }>(
    '/api/users/export',
    {
      // Whoever only asks for the headers takes nothing away.
      exposeHeadRoute: false,
      schema: {
        operationId: 'exportUsers',
        summary: 'A whole list of people as a file',
        description:
          'What a spreadsheet would calculate is made harmless. It is entered in the audit.',
        security: byCaller('Directory.Read'),
        querystring: ExportUsersQuery,
        response: {
          200: {
            description: 'In the order of the list.',
            content: {
              'text/csv': { schema: Type.String() },
              'application/x-ndjson': { schema: Type.String() },
            },
          },
          ...problemResponses,
        },
      },
    },
    async ({ caller, query }, reply) => {
      const { format = 'csv', columns = ALL_COLUMNS, source, ...wanted } = query
      const view = await chooseSource(context, caller, { source })
      const { total, pages } = await openWholeList(context, caller, { view, wanted })
      const at = now().toISOString()
      await recordAuditEvent(store.db, {
        at,
        tenantId: caller.entra?.tenantId ?? '',
        actor: {
          personId: caller.kind === 'app' ? null : caller.person.id,
          objectId: caller.entra?.objectId ?? null,
          name: caller.person.displayName,
        },
        action: 'users.export',
        target: null,
        outcome: 'succeeded',
        reason: null,
        details: {
          format,
          people: total,
          source: view ? 'mirror' : 'graph',
          columns: columns.join(' '),
          search: wanted.search ?? null,
          filter: wanted.filter?.join(' ') ?? null,
        },
      })
      const write = format === 'csv' ? toCsvPart : toLines
      return reply
        .type(TYPES[format])
        .header('content-disposition', `attachment; filename="people-${at.slice(0, 10)}.${format}"`)
        .send(Readable.from(eachPart(pages, (users, isFirst) => write(users, columns, isFirst))))
    },
  )
}

async function* eachPart(
  pages: AsyncIterable<User[]>,
  write: (users: User[], isFirst: boolean) => string,
): AsyncGenerator<string> {
  let isFirst = true
  for await (const users of pages) {
    yield write(users, isFirst)
    isFirst = false
  }
  if (isFirst) yield write([], true)
}

function toCsvPart(users: User[], columns: readonly Column[], isFirst: boolean): string {
  const table = toCsv(
    users,
    columns.map((heading) => ({ heading, read: (user) => user[heading] })),
    { byteOrderMark: isFirst },
  )
  // No name of a column holds the end of a line.
  return isFirst ? table : table.slice(table.indexOf('\r\n') + 2)
}

function toLines(users: User[], columns: readonly Column[]): string {
  return users
    .map(
      (user) =>
        `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, user[name]])))}\n`,
    )
    .join('')
}
