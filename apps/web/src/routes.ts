/** The only file that spells an address. Everything else asks here. */

/** The pages, by the router's path. */
export const PATHS = {
  profile: '/',
  claims: '/claims',
  users: '/users',
  user: '/users/$id',
  groups: '/groups',
  group: '/groups/$groupId',
  batches: '/batches',
  newBatch: '/batches/new',
  batch: '/batches/$batchId',
  mail: '/mail',
  security: '/security',
  settings: '/settings',
  audit: '/audit',
  setup: '/setup',
} as const

/** The description of the API, which the page about it is made of. */
export const API_DOCUMENT = '/api/openapi.json'
/** What each problem code means. */
export const PROBLEM_PAGES = '/docs/problems'

const SIGN_IN = '/sign-in'
const LOGIN = '/auth/login'
const LINK = '/auth/link'

/** What the sign-in page shows in place of its doors, by the name that stands in its address. */
export const SIGN_IN_VIEWS = ['register', 'forgot', 'reset', 'verify', 'again'] as const
export type SignInView = (typeof SIGN_IN_VIEWS)[number]

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>

/** A person's page, by object id or user principal name. */
export function toUser(id: string): string {
  return PATHS.user.replace('$id', () => encodeURIComponent(id))
}

/** The page of a new batch, with what was filled in before, at the question whether to run it. */
export function toRunBatch(): string {
  return `${PATHS.newBatch}?${new URLSearchParams({ ask: 'run' })}`
}

/** A batch's page, asking whether to do something with what came of it. */
export function toFollowBatch(id: string, act: 'undo' | 'retry'): string {
  const path = PATHS.batch.replace('$batchId', () => encodeURIComponent(id))
  return `${path}?${new URLSearchParams({ ask: act })}`
}

/** The security page, asking whether to end all other sessions. */
export function toEndOthers(): string {
  return `${PATHS.security}?${new URLSearchParams({ end: 'others' })}`
}

/** The security page, asking whether to give a way in up. */
export function toUnlink(door: 'entra' | 'local'): string {
  return `${PATHS.security}?${new URLSearchParams({ unlink: door })}`
}

/** What a problem code means. */
export function toProblemPage(code: string): string {
  return `${PROBLEM_PAGES}/${encodeURIComponent(code)}`
}

/** The sign-in page, which leads back to `returnTo`. */
export function toSignIn(returnTo: string): string {
  return withReturnTo(SIGN_IN, returnTo)
}

/** The sign-in page with nothing in its address, such as an error that was read. */
export function toBareSignIn(returnTo: string): string {
  return returnTo === PATHS.profile ? SIGN_IN : toSignIn(returnTo)
}

/** What the sign-in page shows in place of its doors; leads to `returnTo` in the end. */
export function toSignInView(view: SignInView, returnTo: string): string {
  return withReturnTo(`${SIGN_IN}?view=${view}`, returnTo)
}

/** The Microsoft door, which leads back to `returnTo`. */
export function toLogin(returnTo: string): string {
  return withReturnTo(LOGIN, returnTo)
}

/** The same for an account that has yet to be chosen. */
export function toOtherLogin(returnTo: string): string {
  return withReturnTo(`${LOGIN}?prompt=select_account`, returnTo)
}

/** The same for somebody who has no account yet and may open one there. */
export function toSignUp(returnTo: string): string {
  return withReturnTo(`${LOGIN}?prompt=create`, returnTo)
}

/** From a local account to Microsoft, which joins the two and leads back to `returnTo`. */
export function toLink(returnTo: string): string {
  return withReturnTo(LINK, returnTo)
}

/** An address of a problem's `signInUrl`, made to lead back to `returnTo`. */
export function toSignInAgain(signInUrl: string, returnTo: string): string {
  return withReturnTo(signInUrl, returnTo)
}

/** Where a person is, as a path that can be returned to. */
export function toReturnTo({ pathname, search, hash }: Place): string {
  return `${pathname}${search}${hash}`
}

/** True on the sign-in page's own address; it also stands in for pages that need a session. */
export function isSignInPage({ pathname }: Pick<Location, 'pathname'>): boolean {
  return pathname === SIGN_IN
}

/**
 * Where sign-in leads: the page that was asked for, or on the sign-in page's own address its
 * `returnTo`, when that is a path of this origin. The server checks again; this keeps a crafted link
 * from even looking as if it worked.
 */
export function readReturnTo(place: Place): string {
  const returnTo = isSignInPage(place)
    ? (new URLSearchParams(place.search).get('returnTo') ?? '')
    : toReturnTo(place)
  return isReturnTo(returnTo) ? returnTo : PATHS.profile
}

/** True for a path of this origin that is not the sign-in page's. */
export function isReturnTo(address: string): boolean {
  return isPath(address) && !isSignInPage({ pathname: pathOf(address) })
}

/** Whether an address that a reply holds leads to a path of this origin. */
export function isOwnPath(address: unknown): address is string {
  return typeof address === 'string' && isPath(address)
}

// Browsers read a backslash as a slash and drop tabs and line ends, so `/\host` and `/<tab>/host`
// are other origins too.
function isPath(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && !/[\t\n\r\\]/.test(address)
}

function pathOf(address: string): string {
  return address.replace(/[?#].*$/, '')
}

function withReturnTo(address: string, returnTo: string): string {
  const separator = address.includes('?') ? '&' : '?'
  return `${address}${separator}${new URLSearchParams({ returnTo })}`
}
