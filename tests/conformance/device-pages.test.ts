import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import type { Form } from './api-driver.ts'
import {
  approveDevice,
  deviceScope,
  openDeviceQuestion,
  pollDevice,
  postDeviceRequest,
  press,
  typeDeviceCode,
} from './device-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 10 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const ask = async (changes?: Form, tenant?: string) =>
  (await postDeviceRequest(emulator, changes, tenant)).body
const poll = (deviceCode: string) => pollDevice(emulator, { device_code: deviceCode })

describe('the pages of the device code flow', () => {
  test('lead from the code over the sign-in and the question which application it is to the end', async () => {
    const browser = createBrowser()
    const { user_code, device_code, verification_uri } = await ask()
    expect(await (await browser.fetch(verification_uri)).text()).toContain('name="user_code"')
    const typed = `${user_code.slice(0, 4)}-${user_code.slice(4)} `.toLowerCase()
    const signIn = await typeDeviceCode(emulator, typed, browser)
    expect(signIn.html).toContain('to continue to Command line')
    const question = await press(browser, signIn, 'Sign in as Tom Teacher')
    expect(question.html).toContain('Are you trying to sign in to Command line?')
    expect((await poll(device_code)).code).toBe(70016)
    const end = await press(browser, question, 'Continue')
    expect(end.html).toContain('You have signed in to Command line on your device.')
    expect((await poll(device_code)).status).toBe(200)
  })

  test('ask for consent where it is missing', async () => {
    emulator.reset({ consent: 'none' })
    const browser = createBrowser()
    const { user_code, device_code } = await ask()
    const visitor = { person: 'Max Member', browser }
    const consent = await approveDevice(emulator, user_code, visitor)
    expect(consent.html).toContain('Permissions requested')
    expect(consent.html).toContain('<code>access_as_user</code>')
    expect((await poll(device_code)).code).toBe(70016)
    expect((await press(browser, consent, 'Accept')).html).toContain('You have signed in')
    expect((await poll(device_code)).status).toBe(200)
  })

  test('let the person decline the consent, and stop who may not consent', async () => {
    emulator.reset({ consent: 'none' })
    for (const [asked, button, code] of [
      [deviceScope, 'Cancel', 65004],
      ['User.Read.All', 'Return to the application without granting consent', 90094],
    ] as const) {
      const browser = createBrowser()
      const { user_code, device_code } = await ask({ scope: asked })
      const page = await approveDevice(emulator, user_code, { person: 'Max Member', browser })
      const end = await press(browser, page, button)
      expect(end.html).toContain(`AADSTS${code}`)
      expect((await poll(device_code)).body.error).toBe('authorization_declined')
    }
  })

  test('refuse a code of nobody with AADSTS70018 and an old one with AADSTS70019, and ask again', async () => {
    const { user_code } = await ask()
    emulator.advanceClock(901)
    for (const [typed, code] of [
      ['NOBODYS99', 70018],
      ['', 70018],
      [user_code, 70019],
    ] as const) {
      const page = await typeDeviceCode(emulator, typed)
      expect(page.html).toContain(`AADSTS${code}:`)
      expect(page.html).toContain('name="user_code"')
    }
  })

  test('take a code once, and what was typed is escaped', async () => {
    const { user_code } = await ask()
    await approveDevice(emulator, user_code, { person: 'Tom Teacher' })
    expect((await typeDeviceCode(emulator, user_code)).html).toContain('AADSTS70018')
    const { html } = await typeDeviceCode(emulator, '"><script>alert(1)</script>')
    expect(html).not.toContain('<script>')
  })

  test('let nobody else answer the question', async () => {
    const { user_code, device_code } = await ask()
    const question = await openDeviceQuestion(emulator, user_code, { person: 'Ada Admin' })
    const stranger = createBrowser()
    await approveDevice(emulator, (await ask()).user_code, {
      person: 'Max Member',
      browser: stranger,
    })
    const answer = await press(stranger, question, 'Continue')
    expect(answer).toMatchObject({ status: 400 })
    expect(answer.html).toContain('AADSTS9002313')
    expect((await poll(device_code)).code).toBe(70016)
  })

  test('refuse a person of another tenant, and welcome them under organizations', async () => {
    const fay = { user: 'fay@fabrikam.test', password: emulator.password }
    const post = async (tenant?: string) => {
      const { user_code, device_code } = await ask({ scope: 'User.Read' }, tenant)
      const browser = createBrowser()
      const { html } = await typeDeviceCode(emulator, user_code, browser)
      const { 1: action = '' } = /<form method="post" action="([^"]+)"/.exec(html) ?? []
      const ctx = /name="ctx" value="([^"]*)"/.exec(html)?.[1] ?? ''
      const body = new URLSearchParams({ ctx, ...fay })
      const answer = await browser.fetch(emulator.url + action, { method: 'POST', body })
      return { html: await answer.text(), device_code }
    }
    expect((await post()).html).toContain('AADSTS50020')
    expect((await post('organizations')).html).toContain('Signed in as fay@fabrikam.test')
  })
})
