import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { expectSoon } from './expect-soon.ts'
import { arriveLocally, createAccount } from './local-account.ts'
import { closePages, openPage } from './open-page.ts'
import { readProblems } from './read-problems.ts'
import { type Site, startSite } from './site.ts'
import { hasFocus, tabTo } from './tab-to.ts'

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

const ENGLISH = { locale: 'en-GB', colorScheme: 'light' } as const

const radio = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })
const saved = (page: Page) => page.getByRole('status').getByText('Saved.').waitFor()
const readSurface = (page: Page) =>
  page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')

async function openSettings(options = ENGLISH) {
  const page = await openPage(browser, options)
  await arriveLocally(page, site, createAccount(), '/settings')
  await radio(page, 'Blue').waitFor()
  return page
}

/** Chooses all that there is to choose, and waits until the server has it. */
async function chooseAll(page: Page): Promise<void> {
  for (const [name, said] of [
    ['Green', 'Saved.'],
    ['Dark', 'Saved.'],
    ['Français', 'Enregistré.'],
  ] as const) {
    const kept = page.waitForResponse((reply) => reply.request().method() === 'PATCH')
    await radio(page, name).click()
    await kept
    await page.getByRole('status').getByText(said).waitFor()
  }
}

describe('a choice', () => {
  it('counts at once, and is there after a reload', async () => {
    const page = await openSettings()
    const before = await readSurface(page)
    await chooseAll(page)
    await page.getByRole('heading', { level: 1, name: 'Réglages' }).waitFor()
    expect(await readSurface(page)).not.toBe(before)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Réglages' }).waitFor()
    for (const name of ['Vert', 'Sombre', 'Français']) {
      expect(await radio(page, name).isChecked(), name).toBe(true)
    }
    expect(readProblems(page)).toEqual([])
  })

  it.each(['/', '/sign-in'])(
    'is in the very page that %s answers, so that nothing flashes',
    async (path) => {
      const page = await openSettings()
      await chooseAll(page)
      if (path === '/sign-in') {
        await page.getByRole('button', { name: 'Se déconnecter' }).click()
        await page.getByText('Vous êtes déconnecté.').waitFor()
      }
      await page.addInitScript(NOTE_CHANGES)
      const opened = await page.goto(site.origin + path)
      expect(await opened?.text()).toMatch(
        /<html lang="en" data-accent="green" data-theme="dark" data-locale="fr"/,
      )
      await page
        .getByRole('heading', { level: 1, name: path === '/' ? 'Profil' : 'Se connecter' })
        .waitFor()
      await page.waitForLoadState('networkidle')
      expect(await page.evaluate('changes')).toEqual({ attributes: ['lang'], headings: 1 })
    },
  )

  it('that the server does not take is undone and told', async () => {
    const page = await openSettings()
    await page.route('**/api/me/preferences', (route) => route.abort())
    await radio(page, 'Grey').click()
    await page
      .getByRole('alert')
      .getByText('It is not certain that your choice was saved.')
      .waitFor()
    expect(await radio(page, 'Blue').isChecked()).toBe(true)
    await expectSoon(() => page.locator('html').getAttribute('data-accent')).toBe('blue')
    await page.unroute('**/api/me/preferences')
    await radio(page, 'Grey').click()
    await saved(page)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('of several quick ones the last one stays', async () => {
    const page = await openSettings()
    let answers = 0
    page.on('response', (response) => {
      if (response.url().endsWith('/api/me/preferences')) answers += 1
    })
    for (const name of ['Green', 'Grey', 'Green', 'Grey']) await radio(page, name).click()
    // They are sent one after the other.
    await expectSoon(async () => answers).toBe(4)
    await page.reload()
    await radio(page, 'Grey').waitFor()
    expect(await radio(page, 'Grey').isChecked()).toBe(true)
  })

  it('needs no mouse', async () => {
    const page = await openSettings()
    await tabTo(page, radio(page, 'Blue'))
    await page.keyboard.press('ArrowRight')
    await saved(page)
    expect(await hasFocus(radio(page, 'Green'))).toBe(true)
    expect(await radio(page, 'Green').isChecked()).toBe(true)
  })
})

// As text: it runs in the page before anything of the page does.
const NOTE_CHANGES = `
  globalThis.changes = { attributes: [], headings: 0 }
  const seen = new Set()
  new MutationObserver((records) => {
    for (const { target, type, attributeName } of records) {
      if (type === 'attributes' && target === document.documentElement) changes.attributes.push(attributeName)
    }
    for (const { textContent } of document.querySelectorAll('h1')) seen.add(textContent)
    changes.headings = seen.size
  }).observe(document, { attributes: true, childList: true, characterData: true, subtree: true })
`
