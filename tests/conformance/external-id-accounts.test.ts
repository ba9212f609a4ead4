import { createEmulator, type Emulator } from '@vestibule/emulator'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type CustomerPage,
  type CustomersParty,
  createCustomersParty,
  proveEmail,
  readMailedCode,
  wrongCode,
} from './customer-driver.ts'
import { callGraph } from './graph-driver.ts'

const email = 'Nina@example.test'
const password = 'Nina-pass-1'
const details = { displayName: 'Nina <b>New</b>', country: 'FR', postalCode: '75001' }

let emulator: Emulator
let party: CustomersParty
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
  party = await createCustomersParty(emulator)
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

async function signUp(): Promise<URL> {
  const page = await proveEmail(emulator, await party.open({ prompt: 'create' }), email)
  const asked = await page.press('Next', { password })
  return asked.leave('Create account', details)
}

const enterPassword = async (page: CustomerPage, typed: string): Promise<URL> =>
  (await page.press('Next', { email })).leave('Next', { password: typed })

describe('a customer signs up', () => {
  test('with a password, by prompt=create, and is known to Graph as External ID has it', async () => {
    const tokens = await party.redeem(await signUp())
    const oid = tokens.claims()?.oid
    expect(tokens.claims()).toMatchObject({
      email,
      name: details.displayName,
      preferred_username: email,
      ctry: 'FR',
      postalCode: '75001',
    })
    const select = 'displayName,mail,country,postalCode,userPrincipalName,identities'
    const { body } = await callGraph(emulator, tokens.access_token, `/me?$select=${select},id`)
    const userPrincipalName = `${oid}@customers.test`
    expect(body).toMatchObject({ ...details, id: oid, mail: email, userPrincipalName })
    expect(body.identities).toEqual([
      { signInType: 'emailAddress', issuer: 'customers.test', issuerAssignedId: email },
      {
        signInType: 'userPrincipalName',
        issuer: 'customers.test',
        issuerAssignedId: userPrincipalName,
      },
    ])
    const again = await enterPassword(await party.open(), password)
    expect((await party.redeem(again)).claims()?.oid).toBe(oid)
    expect(emulator.listMails()[0]).toMatchObject({
      from: 'Contoso customers <no-reply@customers.test>',
      to: [email],
    })
  })

  test('without a password, and signs in by codes from then on', async () => {
    const start = await (await party.open()).press('No account? Create one', { email })
    expect(start.html).toContain(`value="${email}"`)
    const page = await proveEmail(emulator, start, email)
    const asked = await page.press('Continue without a password')
    const callback = await asked.leave('Create account', { displayName: 'Nina' })
    const claims = (await party.redeem(callback)).claims()
    expect(claims).not.toHaveProperty('ctry')
    expect(claims).not.toHaveProperty('postalCode')
    const coded = await (await party.open()).press('Next', { email })
    const code = readMailedCode(emulator, email)
    expect((await coded.leave('Verify code', { code })).searchParams.has('code')).toBe(true)
  })

  test('not with an address that is used, nor with what is none', async () => {
    const page = await party.open({ prompt: 'create', login_hint: 'cleo@customers.test' })
    expect(page.title).toBe('Create account')
    const used = await page.press('Next', { email: 'Cleo@customers.test' })
    expect(used.notice).toContain('exists already')
    expect((await page.press('Next', { email: 'no address' })).notice).toContain('not an email')
    expect(emulator.listMails()).toEqual([])
    expect((await used.press('Sign in instead')).title).toBe('Sign in')
  })

  test('only with an allowed password and a name, and twice with one address not', async () => {
    const start = await party.open({ prompt: 'create' })
    const [page, rival] = [
      await proveEmail(emulator, start, email),
      await proveEmail(emulator, start, email),
    ]
    const weak = await page.press('Next', { password: 'onlysmall1' })
    expect(weak.notice).toContain('too weak')
    const asked = await weak.press('Next', { password })
    const unnamed = await asked.press('Create account', { ...details, displayName: ' ' })
    expect(unnamed.notice).toBe('A display name is needed.')
    const nowhere = await unnamed.press('Create account', { ...details, country: 'Narnia' })
    expect(nowhere.notice).toContain('country or region')
    expect(nowhere.html).toContain('value="Nina &lt;b&gt;New&lt;/b&gt;"')
    await nowhere.leave('Create account', details)
    const late = await rival.press('Continue without a password')
    expect((await late.press('Create account', details)).notice).toContain('exists already')
  })

  test('no page can be answered twice', async () => {
    const asked = await (await party.open({ prompt: 'create' })).press('Next', { email })
    const code = readMailedCode(emulator, email)
    await asked.press('Verify code', { code })
    const again = await asked.press('Verify code', { code })
    expect(again).toMatchObject({
      title: 'Sign in',
      notice: expect.stringContaining('Start again'),
    })
  })

  test('after three wrong codes, or ten minutes, it begins anew', async () => {
    const start = await party.open({ prompt: 'create' })
    let page = await start.press('Next', { email })
    const code = readMailedCode(emulator, email)
    for (const _ of [1, 2]) {
      page = await page.press('Verify code', { code: wrongCode(code) })
      expect(page.notice).toBe('That is not the code.')
    }
    const ended = await page.press('Verify code', { code: wrongCode(code) })
    expect(ended).toMatchObject({
      title: 'Create account',
      notice: expect.stringContaining('third wrong code'),
    })
    const late = await start.press('Next', { email })
    emulator.advanceClock(601)
    const refused = await late.press('Verify code', { code: readMailedCode(emulator, email) })
    expect(refused.notice).toContain('too old')
  })

  test('a reset forgets who signed up, and the pages they are on', async () => {
    const page = await party.open()
    await signUp()
    emulator.reset()
    expect((await page.press('Next', { email })).status).toBe(400)
    const fresh = await (await party.open()).press('Next', { email })
    expect(fresh.notice).toContain('AADSTS50034')
  })
})

describe('a forgotten password', () => {
  test('is replaced by who reads the mail, and ends what it opened', async () => {
    const { refresh_token: old = '' } = await party.redeem(await signUp())
    const asked = await (await party.open()).press('Next', { email })
    const start = await asked.press('Forgot password?')
    const page = await proveEmail(emulator, start, email)
    expect((await page.press('Next', { password: 'short' })).notice).toContain('too weak')
    const proved = await proveEmail(emulator, start, email)
    const done = await proved.press('Next', { password: 'Another-1' })
    expect(done).toMatchObject({
      title: 'Enter password',
      notice: expect.stringContaining('password is changed'),
    })
    expect((await done.leave('Next', { password: 'Another-1' })).searchParams.has('code')).toBe(
      true,
    )
    const refused = await (await party.open()).press('Next', { email })
    expect((await refused.press('Next', { password })).notice).toContain('AADSTS50126')
    await expect(client.refreshTokenGrant(party.config, old)).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  test('is answered alike when there is nobody, and mails nothing then', async () => {
    const start = await (await party.open()).press('Forgot password?')
    const toText = ({ html }: CustomerPage, address: string): string =>
      html.replaceAll(address, '').replace(/name="visit" value="[^"]+"/, '')
    const cleo = await start.press('Next', { email: 'cleo@customers.test' })
    const sent = emulator.listMails().length
    for (const address of ['nobody@customers.test', 'gina@customers.test']) {
      const nobody = await start.press('Next', { email: address })
      expect(toText(nobody, address)).toBe(toText(cleo, 'cleo@customers.test'))
      expect((await nobody.press('Verify code', { code: '00000000' })).notice).toBe(
        'That is not the code.',
      )
    }
    expect(emulator.listMails()).toHaveLength(sent)
  })
})
