/** A browser just big enough to sign in: cookies, forms, and redirects it follows by hand. */
export interface Browser {
  fetch(url: string | URL, init?: RequestInit): Promise<Response>
  /** As the header has them. */
  readCookies(): string
}

/** Keeps the cookies of one visitor; never follows a redirect, so that a test sees every step. */
export function createBrowser(): Browser {
  const cookies = new Map<string, string>()
  const readCookies = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    readCookies,
    async fetch(url, init = {}) {
      const headers = new Headers(init.headers)
      headers.set('cookie', readCookies())
      const response = await fetch(url, { ...init, headers, redirect: 'manual' })
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const [name = '', value = ''] = pair.split('=')
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      return response
    },
  }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function decode(text: string): string {
  return text.replace(/&(#39|\w+);/g, (whole, name: string) => entities[name] ?? whole)
}

/** Value of a hidden field of the page. */
export function getField(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
  if (value === undefined) throw new Error(`The page has no field ${name}: ${page}`)
  return decode(value)
}

/** Sends the page's form with the button of this label, or with typed fields. */
export async function submitForm(
  browser: Browser,
  page: { url: string; html: string },
  entry: { button: string } | Record<string, string>,
): Promise<Response> {
  const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
  if (action === undefined) throw new Error(`The page has no form: ${page.html}`)
  const body = new URLSearchParams({ ctx: getField(page.html, 'ctx') })
  if (typeof entry.button === 'string') {
    const label = entry.button.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    const button = new RegExp(`name="(\\w+)" value="([^"]*)"[^>]*>${label}<`).exec(page.html)
    if (button === null) throw new Error(`The page has no button ${entry.button}: ${page.html}`)
    body.set(button[1] ?? '', button[2] ?? '')
  } else {
    for (const [name, value] of Object.entries(entry)) body.set(name, String(value))
  }
  return browser.fetch(new URL(decode(action), page.url), { method: 'POST', body })
}

/** Walks from the authorization request over the button of a person back to the application's address. */
export async function signIn(
  browser: Browser,
  authorizationUrl: string | URL,
  person: string,
): Promise<URL> {
  const url = String(authorizationUrl)
  const opened = await browser.fetch(url)
  const answer = opened.headers.has('location')
    ? opened
    : await submitForm(
        browser,
        { url, html: await opened.text() },
        {
          button: `Sign in as ${person}`,
        },
      )
  return getRedirect(answer)
}

/** Where a response leads. Throws with the page when it leads nowhere. */
export async function getRedirect(response: Response): Promise<URL> {
  const location = response.headers.get('location')
  if (location === null) {
    throw new Error(`No redirect but ${response.status}: ${await response.text()}`)
  }
  return new URL(location, response.url)
}
