import type { Emulator } from '@vestibule/emulator'
import { type Browser, createBrowser, submitForm } from '../helpers/sign-in-driver.ts'
import { apiScope, type Form, postToken, publicClientId, type TokenAnswer } from './api-driver.ts'

/** What a program at the command line asks for: the web application's API, and to stay signed in. */
export const deviceScope = `openid profile offline_access ${apiScope}`

interface DeviceAnswer {
  status: number
  code: number | undefined
  body: {
    user_code: string
    device_code: string
    verification_uri: string
    error_codes?: number[]
  }
}

/** Asks for a device code as the public client; what is undefined is left out. */
export async function postDeviceRequest(
  emulator: Emulator,
  changes: Form = {},
  tenant = emulator.tenants[0]?.id,
): Promise<DeviceAnswer> {
  const form = { client_id: publicClientId, scope: deviceScope, ...changes }
  const entries = Object.entries(form).filter(([, value]) => value !== undefined)
  const response = await fetch(`${emulator.url}/${tenant}/oauth2/v2.0/devicecode`, {
    method: 'POST',
    body: new URLSearchParams(entries as [string, string][]),
  })
  const body = (await response.json()) as DeviceAnswer['body']
  return { status: response.status, code: body.error_codes?.[0], body }
}

/** Asks once whether somebody has typed the code. */
export function pollDevice(emulator: Emulator, form: Form, tenant?: string): Promise<TokenAnswer> {
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  return postToken(emulator, { grant_type: grantType, client_id: publicClientId, ...form }, tenant)
}

interface DevicePage {
  url: string
  status: number
  html: string
}

interface Visitor {
  /** The button to press on the sign-in page. */
  person: string
  browser?: Browser
}

const read = async (url: string, response: Response): Promise<DevicePage> => ({
  url,
  status: response.status,
  html: await response.text(),
})

/** Types a code into the page for them; what comes is the sign-in page, or the same one with the refusal. */
export async function typeDeviceCode(
  emulator: Emulator,
  userCode: string,
  browser: Browser = createBrowser(),
): Promise<DevicePage> {
  const url = `${emulator.url}/devicelogin`
  const body = new URLSearchParams({ user_code: userCode })
  return read(url, await browser.fetch(url, { method: 'POST', body }))
}

/** Presses a button of a page that came before. */
export async function press(
  browser: Browser,
  page: DevicePage,
  button: string,
): Promise<DevicePage> {
  return read(page.url, await submitForm(browser, page, { button }))
}

/** Types the code and signs in: the page that asks whether the person means this application. */
export async function openDeviceQuestion(
  emulator: Emulator,
  userCode: string,
  { person, browser = createBrowser() }: Visitor,
): Promise<DevicePage> {
  const page = await typeDeviceCode(emulator, userCode, browser)
  return press(browser, page, `Sign in as ${person}`)
}

/** The whole way of a person who has consented before. */
export async function approveDevice(
  emulator: Emulator,
  userCode: string,
  { person, browser = createBrowser() }: Visitor,
): Promise<DevicePage> {
  const page = await openDeviceQuestion(emulator, userCode, { person, browser })
  return press(browser, page, 'Continue')
}
