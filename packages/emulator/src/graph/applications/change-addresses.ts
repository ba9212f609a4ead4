import type { ApplicationRegistration, RedirectPlatform } from '../../world/application.ts'
import { createNotImplemented } from '../graph-error.ts'
import { type Entity, Values } from './values.ts'

const values = new Values('Application')

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')
}

/**
 * https, or http on this machine; an installed application may have a scheme of its own. No wildcards, no fragments,
 * 256 characters. https://learn.microsoft.com/entra/identity-platform/reply-url
 */
function isRedirectUri(text: string, platform: RedirectPlatform): boolean {
  if (text.length > 256 || /[#*!$'(),;]/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.protocol === 'https:' || isLoopback(url)) return true
  return platform === 'publicClient' && url.protocol !== 'http:'
}

function changeRedirectUris(
  draft: ApplicationRegistration,
  platform: RedirectPlatform,
  value: unknown,
): void {
  if (value === undefined) return
  const uris = values.getTexts(value, 'redirectUris')
  const isFine = uris.every((uri) => isRedirectUri(uri, platform))
  if (!isFine || new Set(uris).size < uris.length) values.refuse('redirectUris')
  draft.redirectUris[platform] = uris
}

function refuseImplicit(settings: unknown): void {
  if (settings === undefined || settings === null) return
  const isOn = Object.values(values.getObject(settings, 'implicitGrantSettings')).includes(true)
  if (isOn) throw createNotImplemented('the implicit grant')
}

function changeWeb(draft: ApplicationRegistration, web: Entity): void {
  const { logoutUrl, homePageUrl } = web
  refuseImplicit(web.implicitGrantSettings)
  if (homePageUrl !== undefined) {
    draft.kept.homePageUrl = values.getOptionalText(homePageUrl, 'homePageUrl')
  }
  if (logoutUrl === undefined) return
  const text = values.getOptionalText(logoutUrl, 'logoutUrl')
  if (text !== null && !isRedirectUri(text, 'web')) values.refuse('logoutUrl')
  draft.logoutUrl = text
}

/** Where answers go and a sign-out is told, by platform. What is not named stays. */
export function changePlatform(
  draft: ApplicationRegistration,
  platform: RedirectPlatform,
  value: unknown,
): void {
  const input = values.getObject(value, platform)
  changeRedirectUris(draft, platform, input.redirectUris)
  if (platform === 'web') changeWeb(draft, input)
}
