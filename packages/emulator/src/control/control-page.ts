import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { World } from '../world/world.ts'
import { createConsentSection } from './consent-section.ts'
import { createFaultsSection, createPresetsSection } from './faults-section.ts'
import { createOutboxSection } from './outbox-section.ts'
import { createPeopleSection } from './people-section.ts'
import { createRequestsSection } from './requests-section.ts'
import { createSettingsSection } from './settings-section.ts'

export interface ControlPage {
  /** What was just done. */
  message?: string | undefined
  /** Why it was not. */
  problem?: string
  /** The page loads itself anew every few seconds. */
  refreshes: boolean
}

const refreshSeconds = 5

function createRefreshLink({ refreshes }: ControlPage): Html {
  if (refreshes) {
    return html`<p>This page is loaded anew every ${refreshSeconds} seconds. <a class="button" href="/_emulator">Stop refreshing</a></p>`
  }
  return html`<p><a class="button" href="/_emulator?refresh=${refreshSeconds}">Refresh every ${refreshSeconds} seconds</a></p>`
}

/**
 * The tenant from the outside: who is in it, what was asked of it, and what is made to fail. It runs no script;
 * its forms go to the same origin only, which the Origin header tells, so the page must send one.
 */
export function sendControlPage(
  world: World,
  reply: FastifyReply,
  page: ControlPage,
): FastifyReply {
  const tenantId = world.tenants[0]?.id
  const refreshField =
    page.refreshes && html`<input type="hidden" name="refresh" value="${refreshSeconds}">`
  return sendPage(reply, {
    title: 'Demo tenant',
    isWide: true,
    referrerPolicy: 'same-origin',
    ...(page.problem !== undefined && { status: 400 }),
    ...(page.refreshes && { refresh: { seconds: refreshSeconds, url: '/_emulator?refresh=5' } }),
    body: html`<h1>Demo tenant</h1>
<p>Authority <code>${world.authorityOrigin}/${tenantId}/v2.0</code>, Graph <code>${world.origin}/v1.0</code></p>
${page.message !== undefined && html`<p class="done" role="status">${page.message}</p>`}
${page.problem !== undefined && html`<p class="problem" role="alert">${page.problem}</p>`}
${createRefreshLink(page)}
${createFaultsSection(world, refreshField)}
${createPresetsSection(refreshField)}
${createSettingsSection(world, refreshField)}
${createConsentSection(refreshField)}
${createPeopleSection(world)}
${createOutboxSection(world)}
${createRequestsSection(world)}`,
  })
}
