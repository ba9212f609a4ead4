import type { FastifyInstance } from 'fastify'
import type { Attachment, Message } from '../../world/message.ts'
import type { World } from '../../world/world.ts'
import { createNotImplemented } from '../graph-error.ts'
import { readOutlookQuery } from '../odata/outlook-query.ts'
import { toOutlookPage } from '../odata/to-outlook-page.ts'
import { permissionRules } from '../permission.ts'
import { toContext } from '../to-user.ts'
import { getMessage, registerMailRoute } from './mail-route.ts'

const type = {
  name: 'microsoft.graph.attachment',
  properties: ['id', 'lastModifiedDateTime', 'name', 'contentType', 'size', 'isInline'],
  sortable: [],
}

/** What only files have; it is selected by `microsoft.graph.fileAttachment/contentBytes` on the cloud. */
function toFileParts({ kind, contentId, bytes }: Attachment): Record<string, unknown> {
  if (kind !== 'file') return {}
  return { contentId, contentLocation: null, contentBytes: bytes.toString('base64') }
}

function toAttachment(
  attachment: Attachment,
  { receivedDateTime }: Message,
  select: string[] | undefined,
): Record<string, unknown> {
  const { kind, id, name, contentType, size, isInline } = attachment
  const common = { id, lastModifiedDateTime: receivedDateTime, name, contentType, size, isInline }
  const shown = { ...common, ...toFileParts(attachment) }
  return {
    '@odata.type': `#microsoft.graph.${kind}Attachment`,
    ...(kind === 'file' && { '@odata.mediaContentType': contentType }),
    ...Object.fromEntries(
      Object.entries(shown).filter(
        ([key]) => key === 'id' || select === undefined || select.includes(key),
      ),
    ),
  }
}

/** Files, messages in the message, and links to files. https://learn.microsoft.com/graph/api/message-list-attachments */
export function registerAttachments(app: FastifyInstance, world: World): void {
  registerMailRoute(app, world, {
    path: 'messages/:message/attachments',
    own: permissionRules.readOwnMailBodies,
    others: permissionRules.readMailBodies,
    handle: (mail) => {
      const query = readOutlookQuery(mail.request, type)
      if (query.filter !== undefined) throw createNotImplemented('$filter on attachments')
      const message = getMessage(mail)
      const set = `users('${mail.user.graph.id}')/messages('${encodeURIComponent(message.id)}')/attachments`
      return toOutlookPage({
        items: message.attachments,
        query,
        origin: world.origin,
        context: toContext(world.origin, set, query),
        show: (attachment) => toAttachment(attachment, message, query.select),
      })
    },
  })
}
