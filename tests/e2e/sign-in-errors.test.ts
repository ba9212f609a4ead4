import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { findBarriers } from './find-barriers.ts'
import { closePages, openPage } from './open-page.ts'
import { openDoor } from './sign-in.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
beforeAll(async () => {
  site = await startSite()
  browser = await launchBrowser()
})
afterAll(async () => {
  await closePages(browser)
  await browser?.close()
  await site?.[Symbol.asyncDispose]()
})

/** What Microsoft answers when the code is redeemed, and what is read then. */
const FAMILIES = [
  {
    code: 65001,
    en: 'Your organisation has not allowed this application yet.',
    fr: 'Votre organisation n’a pas encore autorisé cette application.',
  },
  {
    code: 50105,
    en: 'You are not among those whom your organisation lets in here.',
    fr: 'Vous ne faites pas partie des personnes que votre organisation admet ici.',
  },
  {
    code: 53003,
    en: 'A policy of your organisation stopped the sign-in.',
    fr: 'Une stratégie de votre organisation a arrêté la connexion.',
  },
  {
    code: 50076,
    en: 'Microsoft wanted a second proof that it is you.',
    fr: 'Microsoft voulait une seconde preuve de votre identité.',
  },
  { code: 50057, en: 'Your account is disabled.', fr: 'Votre compte est désactivé.' },
  {
    code: 50053,
    en: 'Microsoft has locked the account for a while.',
    fr: 'Microsoft a verrouillé le compte pour un moment.',
  },
  {
    code: 50055,
    en: 'Your password has expired.',
    fr: 'Votre mot de passe a expiré.',
  },
  {
    code: 70008,
    en: 'The sign-in took longer than 10 minutes, so it was dropped.',
    fr: 'La connexion a pris plus de 10 minutes : elle a été abandonnée.',
  },
  {
    code: 7000222,
    en: 'Sign-in is not set up right here.',
    fr: 'La connexion n’est pas bien configurée ici.',
  },
]

it('each family of Microsoft’s refusals has its words, its number and a reference, in both languages', {
  timeout: 60_000,
}, async () => {
  const page = await openPage(browser, { locale: 'en-GB', colorScheme: 'light' })
  const french = await openPage(browser, { locale: 'fr-FR', colorScheme: 'dark' })
  for (const { code, en, fr } of FAMILIES) {
    site.emulator.addFault({ match: 'token', kind: 'status', code: String(code), times: 1 })
    await page.context().clearCookies()
    await page.goto(`${site.origin}/sign-in`)
    await openDoor(page)
    await page.getByRole('button', { name: 'Sign in as Ada Admin' }).click()
    await page.getByRole('alert').filter({ hasText: en }).waitFor()
    await french.goto(page.url())
    for (const [shown, words] of [
      [page, en],
      [french, fr],
    ] as const) {
      const alert = shown.getByRole('alert').filter({ hasText: words })
      await alert.getByText(`AADSTS${code}`).waitFor()
      await alert.getByText(/^[\w-]{36}$/).waitFor()
    }
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const shown of [page, french]) {
      await shown.emulateMedia({ colorScheme })
      expect(await findBarriers(shown), colorScheme).toEqual([])
    }
  }
})
