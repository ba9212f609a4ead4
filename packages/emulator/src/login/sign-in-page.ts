import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { listDemoPeople } from '../seed/demo-people.ts'
import type { World } from '../world/world.ts'
import type { AnswerTarget } from './authorization-request.ts'

export interface SignInPage {
  target: AnswerTarget
  /** Names the waiting authorization request. */
  requestId: string
  userName: string
  /** AADSTS text of the attempt before. */
  problem?: string
  /** Object ids of people this browser knows already. */
  signedInIds: string[]
}

/** A button for each demo person, and user name and password for everyone else. */
export function sendSignInPage(world: World, reply: FastifyReply, page: SignInPage): FastifyReply {
  const { segment, application } = page.target
  const people = listDemoPeople(segment.tenant === undefined ? world.tenants : [segment.tenant])
  const action = `/${segment.name}/login`
  const requestField = html`<input type="hidden" name="ctx" value="${page.requestId}">`
  return sendPage(reply, {
    title: 'Sign in',
    body: html`<h1>Sign in to ${segment.tenant?.displayName ?? 'your organisation'}</h1>
<p class="quiet">to continue to ${application.displayName}</p>
${page.problem !== undefined && html`<p class="problem" role="alert">${page.problem}</p>`}
<form method="post" action="${action}">
${requestField}
<ul class="people">
${people.map(
  ({ user, shows }) => html`<li>
<button name="person" value="${user.graph.id}" aria-describedby="about-${user.graph.id}">Sign in as ${user.graph.displayName}</button>
<span class="quiet" id="about-${user.graph.id}">${shows}${page.signedInIds.includes(user.graph.id) && ' (signed in)'}</span>
</li>`,
)}
</ul>
</form>
<h2>Another account</h2>
<form method="post" action="${action}">
${requestField}
<label for="user">User name</label>
<input id="user" name="user" autocomplete="username" value="${page.userName}" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<div class="acts"><button class="main">Sign in</button></div>
</form>`,
  })
}
