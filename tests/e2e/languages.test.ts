import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { findBarriers, measureOverflow } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { arrive } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

const FRENCH = { locale: 'fr-FR' }
/** A chunk of French texts; each of the two entries has one. */
const FRENCH_TEXTS = /\/assets\/fr-[\w-]+\.js$/

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const readLanguage = (page: Page) => page.locator('html').getAttribute('lang')

/** The scripts that the page has asked for, or will, by their addresses. */
function watchScripts(page: Page): string[] {
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  return scripts
}

/** Through both doors; the organisation's own pages are in English. */
async function signInInFrench(page: Page): Promise<void> {
  await page.goto(site.origin)
  await page.getByRole('button', { name: 'Se connecter avec Microsoft' }).click()
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
  await page.getByRole('button', { name: 'Se déconnecter' }).waitFor()
}

/** What each page says in French, once it is all there. */
const FRENCH_PAGES: [string, { title: string; says: (string | RegExp)[] }][] = [
  ['/', { title: 'Profil', says: ['Ce que vous pouvez faire ici', 'Identifiant d’objet'] }],
  [
    '/claims',
    {
      title: 'Revendications du jeton',
      says: [
        // Ours, then the server's: what a claim means, and what an id in it is called.
        'Un jeton d’identité prouve seulement que vous vous êtes connecté.',
        'L’identifiant d’objet du compte dans l’organisation.',
        'Administrateur général',
      ],
    },
  ],
  [
    '/users',
    { title: 'Utilisateurs', says: ['100 sur 272 personnes', /^\d{1,2} \p{L}+\.? 20\d\d$/u] },
  ],
  [
    '/users/ada@contoso.test',
    {
      title: 'Ada Admin',
      says: [
        'Retour à la liste',
        'Nom et fonction',
        'Groupes, rôles et licences',
        /^Dernière connexion : /,
        'Ouvrir tout le journal d’audit',
      ],
    },
  ],
  ['/users?plot=true', { title: 'Utilisateurs', says: [/comptes sur 272 sont activés\./] }],
  ['/groups', { title: 'Groupes', says: ['5 groupes', 'Groupe de sécurité'] }],
  ['/batches', { title: 'Lots', says: ['Nouveau lot', 'Aucun lot n’a encore été exécuté.'] }],
  ['/batches/new', { title: 'Nouveau lot', says: ['Coller des comptes', 'Vérifier les comptes'] }],
  [
    '/mail',
    { title: 'E-mail', says: ['Boîte aux lettres', 'Ouvrir la boîte', /rien n’est ouvert avant/] },
  ],
  ['/audit', { title: 'Audit', says: ['Rien n’a encore été fait.'] }],
  [
    '/security',
    {
      title: 'Sécurité',
      says: [
        'Façons de se connecter',
        'Où vous êtes connecté',
        'Cet appareil',
        /^Connexion avec Microsoft/,
      ],
    },
  ],
  ['/settings', { title: 'Réglages', says: ['Couleur d’accent', 'Comme le navigateur'] }],
  [
    '/setup',
    {
      title: 'Configuration',
      says: ['Tout ce dont Vestibule a besoin est là.', 'Donner le consentement', 'Certificat'],
    },
  ],
]

async function openInFrench(page: Page, [path, { title, says }]: (typeof FRENCH_PAGES)[number]) {
  await page.goto(site.origin + path)
  await heading(page, title).waitFor()
  for (const text of says) await page.getByText(text).first().waitFor()
  expect(await readLanguage(page)).toBe('fr')
  expect(await page.title()).toBe(`${title} – Vestibule`)
}

describe('a browser that likes French', () => {
  it('reads the sign-in page in it from the first moment', async () => {
    const page = await openPage(browser, FRENCH)
    await page.addInitScript(NOTE_HEADINGS)
    await page.goto(`${site.origin}/sign-in`)
    await page.getByRole('button', { name: 'Se connecter avec Microsoft' }).waitFor()
    expect(await page.evaluate('[...headings]')).toEqual(['Se connecter'])
    await page
      .getByText('Microsoft demande qui vous êtes. Vos jetons restent sur le serveur.')
      .waitFor()
    expect(await readLanguage(page)).toBe('fr')
    expect(await page.title()).toBe('Se connecter – Vestibule')
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Créer un compte' }).click()
    await heading(page, 'Créez votre compte').waitFor()
    await page.getByText('Couleur préférée').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(readProblems(page)).toEqual([])
  })

  it('reads every page in it, and what the server says too', { timeout: 60_000 }, async () => {
    const page = await openPage(browser, FRENCH)
    await signInInFrench(page)
    for (const french of FRENCH_PAGES) {
      await openInFrench(page, french)
      expect(await findBarriers(page), french[0]).toEqual([])
    }
    expect(readProblems(page)).toEqual(['401 /'])
  })

  it('reads English when French does not come', async () => {
    const page = await openPage(browser, FRENCH)
    await page.route(FRENCH_TEXTS, (route) => route.fulfill({ status: 404 }))
    await page.goto(`${site.origin}/sign-in`)
    await heading(page, 'Sign in').waitFor()
    expect(await readLanguage(page)).toBe('en')
  })
})

it('French has room for words that are 40 % longer, on the narrowest screen', async () => {
  const page = await openPage(browser, { ...FRENCH, viewport: { width: 360, height: 780 } })
  let stretched = 0
  await page.route(FRENCH_TEXTS, async (route) => {
    const response = await route.fetch()
    const { body, count } = stretchTexts(await response.text())
    stretched += count
    await route.fulfill({ response, body })
  })
  await page.goto(`${site.origin}/sign-in`)
  await page.getByRole('button', { name: /^Se connecter avec Microsoft/ }).waitFor()
  expect(await measureOverflow(page)).toBe(0)
  expect(stretched).toBeGreaterThan(20)
  await page.goto(`${site.origin}/sign-in?view=register`)
  await page.getByRole('button', { name: /^Créer un compte/ }).waitFor()
  expect(await measureOverflow(page)).toBe(0)
  await page.goto(`${site.origin}/sign-in`)

  await page.getByRole('button', { name: /^Se connecter avec Microsoft/ }).click()
  await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
  for (const [path] of FRENCH_PAGES) {
    await page.goto(site.origin + path)
    await page.locator('main').getByText(FILLING).filter({ visible: true }).first().waitFor()
    await expectSoon(() => page.locator('[aria-busy="true"]').count()).toBe(0)
    expect(await measureOverflow(page), path).toBe(0)
  }
  expect(stretched).toBeGreaterThan(200)
})

describe('a browser that likes a language we do not speak', () => {
  it('reads English, and loads no French', async () => {
    const page = await openPage(browser, { locale: 'de-DE' })
    const scripts = watchScripts(page)
    await arrive(page, site)
    await page.getByText('What you can do here').waitFor()
    expect(await readLanguage(page)).toBe('en')
    expect(scripts.length).toBeGreaterThan(2)
    expect(scripts.filter((url) => FRENCH_TEXTS.test(url))).toEqual([])
    expect(readProblems(page)).toEqual([])
  })
})

describe('what the account prefers comes before what the browser does', () => {
  let page: WatchedPage
  afterEach(() => prefer(null))

  /** As on the page of the settings. */
  async function prefer(locale: string | null): Promise<void> {
    const reply = await page.request.patch(`${site.origin}/api/me/preferences`, {
      headers: { origin: site.origin, 'x-csrf': '1' },
      data: { locale },
    })
    expect(reply.status()).toBe(200)
  }

  it('as French in an English browser', async () => {
    page = await openPage(browser, { locale: 'en-GB' })
    await arrive(page, site)
    await prefer('fr-CA')
    for (const french of FRENCH_PAGES) await openInFrench(page, french)
    expect(readProblems(page)).toEqual([])
  })

  it('as English in a French browser', async () => {
    page = await openPage(browser, FRENCH)
    await signInInFrench(page)
    await prefer('en')
    await page.goto(`${site.origin}/claims`)
    await heading(page, 'Token claims').waitFor()
    await page.getByText('Global Administrator').first().waitFor()
    expect(await readLanguage(page)).toBe('en')
    expect(await page.getByText('Administrateur général').count()).toBe(0)
  })
})

// As text: it runs in the page before anything of the page does.
const NOTE_HEADINGS = `
  globalThis.headings = new Set()
  new MutationObserver(() => {
    for (const { textContent } of document.querySelectorAll('h1')) headings.add(textContent)
  }).observe(document, { childList: true, characterData: true, subtree: true })
`

const FILLING = ' ãáâ'

/** Makes every text of a chunk of catalogue 40 % longer, with words that can be told from others. */
function stretchTexts(chunk: string) {
  let count = 0
  const stretch = (text: string) => {
    if (!/\p{L}/u.test(text)) return text
    count++
    return text + FILLING.repeat(Math.ceil((text.length * 0.4) / FILLING.length))
  }
  const body = chunk.replace(/JSON\.parse\((`|'|")(.*)\1\)/su, (_, _quote, json) => {
    return JSON.stringify(stretchMessages(JSON.parse(json), stretch))
  })
  return { body, count }
}

/** A message is a list of texts and of what is put between them; of a plural, each form is one. */
function stretchMessages(messages: Record<string, unknown>, stretch: (text: string) => string) {
  const one = (part: unknown): unknown => {
    if (typeof part === 'string') return stretch(part)
    if (!Array.isArray(part)) return part
    const [name, kind, forms] = part
    if (typeof forms !== 'object' || forms === null) return part
    return [
      name,
      kind,
      Object.fromEntries(
        Object.entries(forms).map(([form, texts]) => [
          form,
          Array.isArray(texts) ? texts.map(one) : texts,
        ]),
      ),
    ]
  }
  return Object.fromEntries(
    Object.entries(messages).map(([id, parts]) => [
      id,
      Array.isArray(parts) ? parts.map(one) : parts,
    ]),
  )
}
