import { domainToASCII } from 'node:url'

/** RFC 5321, 4.5.3.1: 64 characters before the @, 254 in all. */
const LONGEST = { local: 64, whole: 254 }

/**
 * The one canonical form of an e-mail address, by which accounts are found, compared and counted: NFKC,
 * lower case, the domain as DNS has it. Made before anything is checked, since a wide `＠` only then
 * shows as the second one.
 *
 * @returns undefined when it is no address.
 */
export function toEmailKey(text: string): string | undefined {
  const [local = '', domain = '', ...rest] = text.trim().normalize('NFKC').toLowerCase().split('@')
  const host = domainToASCII(domain)
  const key = `${local}@${host}`
  const isAddress =
    rest.length === 0 &&
    local !== '' &&
    local.length <= LONGEST.local &&
    key.length <= LONGEST.whole &&
    // What a header or a list of recipients would read as something else.
    !/[\s\p{C}"(),:;<>[\]\\]/u.test(local) &&
    // Where `domainToASCII` would stop reading, and what it would decode or drop: the mail goes to what was typed.
    !/[\s\p{C}%/:?#\\]/u.test(domain) &&
    // It makes an IP address of whatever ends in a number.
    /^([a-z0-9-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(host)
  return isAddress ? key : undefined
}
