/**
 * Where a group's conversations open in Outlook on the web, or one of them. Graph gives no address for
 * either; this is the one Microsoft's own samples compose, such as O365-EDU-Python-Samples and
 * O365-EDU-AspNetMVC-Samples (https://github.com/OfficeDev), and Outlook leads on from it. It is the
 * public cloud's: sovereign ones have their own hosts.
 *
 * @param mail the group's address; without one there is nothing to open.
 */
export function toOutlookUrl(
  mail: string | null | undefined,
  conversationId?: string,
): string | null {
  if (!mail) return null
  const mailbox = `https://outlook.office.com/owa/?path=/group/${encodeURIComponent(mail)}/mail`
  if (conversationId === undefined) return mailbox
  return `${mailbox}&exsvurl=1&ispopout=0&ConvID=${encodeURIComponent(conversationId)}`
}
