import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { devicePagePath } from './device-request.ts'

interface DeviceCodePage {
  typed: string
  /** AADSTS text of the attempt before. */
  problem?: string
}

/** Asks for the code that a device shows. */
export function sendDeviceCodePage(reply: FastifyReply, page: DeviceCodePage): FastifyReply {
  return sendPage(reply, {
    title: 'Enter code',
    body: html`<h1>Enter code</h1>
<p class="quiet" id="about-code">The one that the application on your device shows. Do not enter codes that somebody sent you.</p>
${page.problem !== undefined && html`<p class="problem" role="alert">${page.problem}</p>`}
<form method="post" action="${devicePagePath}">
<label for="code">Code</label>
<input id="code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" value="${page.typed}" aria-describedby="about-code" required>
<div class="acts"><button class="main">Next</button></div>
</form>`,
  })
}
