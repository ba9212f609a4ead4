import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findBarriers, measureOverflow } from '../e2e/find-barriers.ts'
import { closePages, openPage } from '../e2e/open-page.ts'
import { launchBrowser, type WatchedPage } from '../helpers/browser.ts'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import { toAdminConsentUrl } from './admin-consent-driver.ts'
import { publicClientId } from './api-driver.ts'
import { readMailedCode } from './customer-driver.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

// A real browser on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let emulator: Emulator
let browser: Browser
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 20 })
  browser = await launchBrowser()
})
beforeEach(() => emulator.reset())
afterEach(() => closePages(browser))
afterAll(async () => {
  await browser.close()
  await emulator.close()
})

const narrow = { width: 360, height: 740 }

async function open(path: string): Promise<WatchedPage> {
  const page = await openPage(browser, { viewport: narrow })
  await page.goto(emulator.url + path)
  return page
}

function authorizePath(scope: string): string {
  const parameters = {
    client_id: emulator.webClientId,
    response_type: 'code',
    redirect_uri: 'http://localhost:9/auth/callback',
    scope,
  }
  const { pathname } = new URL(emulator.authority.replace('/v2.0', '/oauth2/v2.0/authorize'))
  return `${pathname}?${new URLSearchParams(parameters)}`
}

/** The code of a device that waits for one of the six people. */
async function askForDeviceCode(): Promise<string> {
  const url = emulator.authority.replace('/v2.0', '/oauth2/v2.0/devicecode')
  const body = new URLSearchParams({ client_id: publicClientId, scope: 'openid User.Read' })
  const answer = await fetch(url, { method: 'POST', body })
  return ((await answer.json()) as { user_code: string }).user_code
}

async function openDeviceQuestion(): Promise<WatchedPage> {
  const page = await open('/devicelogin')
  await page.getByLabel('Code', { exact: true }).fill(await askForDeviceCode())
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Sign in as Tom Teacher' }).click()
  return page
}

async function openConsent(person: string, scope: string): Promise<WatchedPage> {
  emulator.reset({ consent: 'none' })
  const page = await open(authorizePath(scope))
  await page.getByRole('button', { name: `Sign in as ${person}` }).click()
  return page
}

async function openAdminConsentPage(person: string): Promise<WatchedPage> {
  const { pathname, search } = new URL(toAdminConsentUrl(emulator))
  const page = await open(pathname + search)
  await page.getByRole('button', { name: `Sign in as ${person}` }).click()
  return page
}

describe('the page at /_emulator', () => {
  test('a button sets a fault, says so, shows it in words, and another one ends it', async () => {
    const page = await open('/_emulator')
    await page.getByRole('button', { name: 'The token endpoint answers 503' }).click()
    expect(await page.getByRole('status').textContent()).toBe('The fault is in force.')
    expect(await page.getByRole('region', { name: 'Faults in force' }).textContent()).toContain(
      'token answers 503, hit 0 so far',
    )
    await expect(createApplicationToken(emulator)).rejects.toThrow('AADSTS90033')
    await page.getByRole('button', { name: 'Clear all faults' }).click()
    await expect(createApplicationToken(emulator)).resolves.toBeTruthy()
    expect(page.problems).toEqual([])
  })

  test('settings, clock and reset do what their buttons say', async () => {
    const page = await open('/_emulator')
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${emulator.url}/v1.0/me`, { headers })).status
    }
    expect(await ask()).toBe(200)
    await page.getByRole('button', { name: 'One hour later' }).click()
    await page.getByText('Everything issued so far is older now.').waitFor()
    expect(await ask()).toBe(401)
    await page.getByLabel('Life of access tokens in seconds').fill('60')
    await page.getByLabel('Refresh tokens work once').check()
    await page.getByLabel('A claims challenge needs the person').check()
    await page.getByLabel('Single sign-on ignores prompt=login').check()
    await page.getByLabel('Front-channel sign-out sends iss').check()
    await page.getByLabel('own APIs say idtyp').check()
    await page.getByLabel('Access tokens of the own APIs').selectOption('version 1.0')
    await page.getByLabel('Seconds between two questions').fill('0.5')
    await page.getByRole('group', { name: 'Left out of ID tokens' }).getByLabel('auth_time').check()
    await page.getByRole('button', { name: 'Change settings' }).click()
    await page.getByText('The settings are changed.').waitFor()
    expect(emulator.settings({})).toMatchObject({
      accessTokenSeconds: 60,
      oneTimeRefreshTokens: true,
      claimsNeedInteraction: true,
      ignorePromptLogin: true,
      logoutSendsIssuer: true,
      omittedClaims: ['auth_time'],
      apiTokenIdtyp: true,
      apiTokenVersion: 1,
      deviceCodeIntervalSeconds: 0.5,
    })
    expect(await page.getByLabel('auth_time').isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Rotate the signing key' }).click()
    await page.getByText('Another key signs now.').waitFor()
    await page.getByRole('button', { name: 'Reset, everything consented' }).click()
    await page.getByText('The tenant is as it was at the start.').waitFor()
    expect(emulator.settings({}).accessTokenSeconds).toBe(3599)
  })

  test('consent is withdrawn while sessions stay', async () => {
    const page = await open('/_emulator')
    const listRoles = async () => decodeJwt(await createApplicationToken(emulator)).roles
    const browser = createBrowser()
    await createUserToken(emulator, 'Ada Admin', 'User.Read', { browser })
    expect(await listRoles()).toContain('Mail.Read')
    await page.getByRole('button', { name: 'Withdraw application permissions' }).click()
    await page.getByText('Consent is withdrawn; sessions and people').waitFor()
    expect(await listRoles()).toBeUndefined()
    await createUserToken(emulator, 'Ada Admin', 'User.Read', { browser })
    await page.getByRole('button', { name: 'Withdraw all consent' }).click()
    await page.getByText('Consent is withdrawn; sessions and people').waitFor()
    const asked = await browser.fetch(emulator.url + authorizePath('User.Read'))
    expect(await asked.text()).toContain('Signed in as ada@contoso.test')
  })

  test('reloads itself only when asked to, and shows the newest request first', async () => {
    const page = await open('/_emulator')
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    await createUserToken(emulator, 'Ada Admin', 'User.Read')
    await page.getByRole('link', { name: 'Refresh every 5 seconds' }).click()
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1)
    const rows = page.getByRole('region', { name: 'Table of requests' }).locator('tbody tr')
    expect(await rows.first().textContent()).toContain('/oauth2/v2.0/token')
  })

  test('a form of another origin is refused', async () => {
    const answer = await fetch(`${emulator.url}/_emulator/forms/reset`, {
      method: 'POST',
      headers: { origin: 'http://localhost:3000' },
      body: new URLSearchParams({ consent: 'none' }),
    })
    expect(answer.status).toBe(403)
  })

  test('a wrong entry is told on the page', async () => {
    const answer = await fetch(`${emulator.url}/_emulator/forms/settings`, {
      method: 'POST',
      body: new URLSearchParams({ accessTokenSeconds: '0' }),
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('must be a whole number from 1 to 86400')
  })
})

describe('the consent page', () => {
  test('says who asks for what in words and by name, and what Accept means', async () => {
    const page = await openConsent('Max Member', 'openid User.Read Mail.Read')
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('Vestibule would like to:')
    expect(text).toContain('Read your mail')
    expect(text).toContain('Mail.Read')
    expect(text).toContain('Accept lets Vestibule do this')
    expect(await page.getByRole('checkbox').count()).toBe(0)
  })

  test('offers an administrator to consent for the organisation', async () => {
    const page = await openConsent('Ada Admin', 'openid User.Read.All')
    await page.getByLabel('Consent on behalf of your organisation').check()
    expect(await page.locator('main').textContent()).toContain('For everyone in Contoso')
  })

  test('"Need admin approval" names the application and the permissions', async () => {
    const page = await openConsent('Max Member', 'openid User.Read.All')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Need admin approval')
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('Vestibule needs permission')
    expect(text).toContain("Read everyone's full profile")
    expect(text).toContain('User.Read.All')
  })
})

describe('the admin consent page', () => {
  test('has Accept and Cancel, and says for whom they are', async () => {
    const page = await openAdminConsentPage('Ada Admin')
    const accept = page.getByRole('button', { name: 'Accept', exact: true })
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true })
    expect([await accept.count(), await cancel.count()]).toEqual([1, 1])
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('Vestibule would like to:')
    expect(text).toContain('Accept grants this for everyone in Contoso')
    expect(text).toContain("Read everyone's mail")
  })
})

describe('the pages of a device', () => {
  test('lead a person from the code to the end', async () => {
    const page = await openDeviceQuestion()
    await page
      .getByRole('heading', { name: 'Are you trying to sign in to Command line?' })
      .waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'You have signed in to Command line' }).waitFor()
    expect(await page.locator('main').textContent()).toContain('You may close this window.')
    expect(page.problems).toEqual([])
  })

  test('say what is wrong with a code, which can be typed again', async () => {
    const page = await open('/devicelogin')
    await page.getByLabel('Code', { exact: true }).fill('nobodys99')
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('AADSTS70018')
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('nobodys99')
  })
})

/** In light and dark, and on a narrow screen. */
async function expectAccessible(page: WatchedPage): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await measureOverflow(page), colorScheme).toBe(0)
    expect(await findBarriers(page), colorScheme).toEqual([])
  }
}

describe('the pages of a customer', () => {
  test('lead from an address to an account, and are accessible', async () => {
    const ask = new URLSearchParams({
      client_id: emulator.customersClientId,
      response_type: 'code',
      redirect_uri: 'http://localhost:9/auth/callback',
      scope: 'openid',
    })
    const page = await open(`/customers.test/oauth2/v2.0/authorize?${ask}`)
    const email = page.getByLabel('Email', { exact: true })
    await page.getByRole('button', { name: 'Continue with Google (demo)' }).waitFor()
    await expectAccessible(page)
    await email.fill('cleo@customers.test')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Password', { exact: true }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Forgot password?' }).click()
    await page.getByRole('heading', { name: 'Reset password' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Sign in instead' }).click()
    expect(await email.inputValue()).toBe('cleo@customers.test')
    await page.getByRole('button', { name: 'No account? Create one' }).click()
    await page.getByRole('heading', { name: 'Create account' }).waitFor()
    await expectAccessible(page)
    await email.fill('nina@example.test')
    await page.getByRole('button', { name: 'Next' }).click()
    const code = page.getByLabel('One-time code')
    await code.fill('wrong')
    await page.getByRole('button', { name: 'Verify code' }).click()
    await page.getByRole('alert').waitFor()
    await expectAccessible(page)
    await code.fill(readMailedCode(emulator, 'nina@example.test'))
    await page.getByRole('button', { name: 'Verify code' }).click()
    await page.getByLabel('New password').fill('Nina-pass-1')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Display name').fill('Nina New')
    await page.getByLabel('Country/Region').selectOption('France')
    await page.getByLabel('Postal code').fill('75001')
    await expectAccessible(page)
    const asked = page.waitForRequest(/localhost:9\/auth\/callback\?code=/)
    await page.getByRole('button', { name: 'Create account' }).click({ noWaitAfter: true })
    await asked
    expect(emulator.listUsers('customers.test')).toHaveLength(3)
  })
})

describe('every page', () => {
  const pages: [string, () => Promise<WatchedPage>][] = [
    ['the control page', () => open('/_emulator')],
    ['the sign-in page', () => open(authorizePath('openid'))],
    ['the consent page', () => openConsent('Ada Admin', 'openid User.Read.All')],
    ['the page for the code of a device', () => open('/devicelogin')],
    ['the question of a device', openDeviceQuestion],
    [
      'the end of a device sign-in',
      async () => {
        const page = await openDeviceQuestion()
        await page.getByRole('button', { name: 'Continue' }).click()
        return page
      },
    ],
    ['the signed-out page', () => open('/contoso.test/oauth2/v2.0/logout')],
    ['the admin consent page', () => openAdminConsentPage('Ada Admin')],
    ['its refusal', () => openAdminConsentPage('Max Member')],
    ['the approval page', () => openConsent('Max Member', 'openid User.Read.All')],
  ]
  test.each(pages)('%s is accessible in light and dark and fits 360 pixels', async (_, show) => {
    await createUserToken(emulator, 'Ada Admin', 'User.Read')
    emulator.addFault({ match: 'photo', kind: 'status', status: 404 })
    const page = await show()
    await expectAccessible(page)
    expect(page.problems).toEqual([])
  })
})
