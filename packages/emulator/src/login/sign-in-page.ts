import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { type DemoPerson, listDemoPeople } from '../seed/demo-people.ts'
import type { World } from '../world/world.ts'
import type { AnswerTarget } from './authorization-request.ts'
import { sendCustomerSignInPage } from './customers/sign-in-page.ts'
import { createPeopleForm } from './people-form.ts'
import type { TenantSegment } from './tenant-segment.ts'

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

/** Asks who it is: a button for each demo person, and for everyone else what the tenant goes by. */
export function sendSignInPage(world: World, reply: FastifyReply, page: SignInPage): FastifyReply {
  const { target, requestId, problem, signedInIds, userName: email } = page
  const { tenant } = target.segment
  if (!tenant?.isForCustomers) return sendPasswordPage(world, reply, page)
  const place = { reply, tenant, target, requestId }
  return sendCustomerSignInPage(place, { email, problem, signedInIds })
}

function listPeople(world: World, { tenant }: TenantSegment): DemoPerson[] {
  const employers = world.tenants.filter(({ isForCustomers }) => !isForCustomers)
  return listDemoPeople(tenant === undefined ? employers : [tenant])
}

function sendPasswordPage(world: World, reply: FastifyReply, page: SignInPage): FastifyReply {
  const { segment, application } = page.target
  const people = listPeople(world, segment)
  const action = `/${segment.name}/login`
  const requestField = html`<input type="hidden" name="ctx" value="${page.requestId}">`
  return sendPage(reply, {
    title: 'Sign in',
    body: html`<h1>Sign in to ${segment.tenant?.displayName ?? 'your organisation'}</h1>
<p class="quiet">to continue to ${application.displayName}</p>
${page.problem !== undefined && html`<p class="problem" role="alert">${page.problem}</p>`}
${createPeopleForm(people, { action, requestField, signedInIds: page.signedInIds })}
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
