import { createHash } from 'node:crypto'

function toOpaque(words: string, bytes: number): string {
  const digests = ['0', '1'].map((part) => createHash('sha512').update(`${part}${words}`).digest())
  return Buffer.concat(digests).subarray(0, bytes).toString('base64url')
}

/** As long as Exchange's, with the same marks in it: a client that puts it into a path must encode it. */
export function toMessageId(words: string): string {
  return `AAMkAD${toOpaque(`message:${words}`, 108)}AAA=`
}

export function toAttachmentId(messageId: string, index: number): string {
  return `${messageId.slice(0, -1)}BEgAQA${toOpaque(`attachment:${messageId}:${index}`, 18)}=`
}

export function toConversationId(words: string): string {
  return `AAQkAD${toOpaque(`conversation:${words}`, 54)}AQA=`
}

/** Whether a text has the form of an id at all; Exchange refuses the others with words of their own. */
export function isExchangeId(text: string): boolean {
  return /^AA[MQ]k[\w-]{40,}=*$/.test(text)
}
