const MAX_LENGTH = 2000

/**
 * Where to go after signing in: a path of this application, or `/` for anything that is not one.
 *
 * Resolved as a browser would, so that `//evil`, `/\evil` or a tab inside the slashes cannot pass for
 * a path (https://url.spec.whatwg.org/#url-parsing strips tabs and turns backslashes round).
 */
export function toReturnTo(candidate: unknown): string {
  if (typeof candidate !== 'string' || candidate.length > MAX_LENGTH) return '/'
  if (!candidate.startsWith('/') || !URL.canParse(candidate, BASE)) return '/'
  const url = new URL(candidate, BASE)
  if (url.origin !== BASE) return '/'
  // The sign-in's own addresses would lead round in a circle. A leading // here would be a host again.
  const path = url.pathname + url.search + url.hash
  return path.startsWith('//') || /^\/(auth|api|sign-in)(\/|\?|#|$)/.test(path) ? '/' : path
}

const BASE = 'http://return-to.invalid'
