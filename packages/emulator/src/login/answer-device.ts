import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import type { DeviceApproval, DeviceAuthorization } from '../world/issued.ts'
import type { AnswerTarget } from './authorization-request.ts'
import { type EntraError, toProblemText } from './entra-error.ts'

/** The device gets its tokens when it asks next; the person is done. */
export function approveDevice(
  reply: FastifyReply,
  { application }: AnswerTarget,
  { device, approval }: { device: DeviceAuthorization; approval: DeviceApproval },
): FastifyReply {
  device.answer = approval
  return sendPage(reply, {
    title: 'You have signed in',
    body: html`<h1>You have signed in to ${application.displayName} on your device.</h1>
<p>You may close this window.</p>`,
  })
}

/** The device is told that it is over, whatever the reason. */
export function declineDevice(
  reply: FastifyReply,
  { application }: AnswerTarget,
  { device, problem }: { device: DeviceAuthorization; problem: EntraError },
): FastifyReply {
  device.answer = 'declined'
  return sendPage(reply, {
    title: 'You have not signed in',
    body: html`<h1>You have not signed in to ${application.displayName}.</h1>
<p class="problem">${toProblemText(problem)}</p>
<p>You may close this window.</p>`,
  })
}
