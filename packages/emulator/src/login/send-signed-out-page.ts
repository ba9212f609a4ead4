import type { FastifyReply } from 'fastify'
import { type Html, html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'

/** A page is loaded once its frames are; an application that hangs holds nobody longer than five seconds. */
const leaveScript = `const leave = () => location.replace(document.getElementById('next').href)
addEventListener('load', leave)
setTimeout(leave, 5000)`

function createFrames(logoutUrls: URL[]): Html {
  return html`${logoutUrls.map(({ href }) => html`<iframe hidden title="Sign-out of an application" src="${href}"></iframe>`)}`
}

/** Tells the applications that the session is over, and goes on to `next`, if anywhere. */
export function sendSignedOutPage(
  reply: FastifyReply,
  { logoutUrls, next }: { logoutUrls: URL[]; next: URL | undefined },
): FastifyReply {
  const frameOrigins = [...new Set(logoutUrls.map(({ origin }) => origin))]
  if (next === undefined) {
    return sendPage(reply, {
      title: 'You signed out of your account',
      frameOrigins,
      body: html`<h1>You signed out of your account</h1>
<p>It is a good idea to close all browser windows.</p>
${createFrames(logoutUrls)}`,
    })
  }
  return sendPage(reply, {
    title: 'Signing out',
    frameOrigins,
    script: leaveScript,
    body: html`<h1>Signing out</h1>
<p>The applications you used are told that you signed out.</p>
<div class="acts"><a class="button" id="next" href="${next.href}">Continue</a></div>
${createFrames(logoutUrls)}`,
  })
}
