import type { FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { sendPage } from '../pages/send-page.ts'
import { listDemoPeople } from '../seed/demo-people.ts'
import { demoPassword } from '../seed/ids.ts'
import type { World } from '../world/world.ts'

function toTime(iso: string): string {
  return iso.slice(11, 19)
}

/** The tenant from the outside: who is in it, what was asked of it, what is made to fail. */
export function sendControlPage(world: World, reply: FastifyReply): FastifyReply {
  const requests = world.requestLog.list().toReversed().slice(0, 200)
  return sendPage(reply, {
    title: 'Demo tenant',
    isWide: true,
    body: html`<h1>Demo tenant</h1>
<p>Authority <code>${world.origin}/${world.tenants[0]?.id}/v2.0</code>, Graph <code>${world.origin}/v1.0</code></p>
<h2>People</h2>
<p>Password of all: <code>${demoPassword}</code></p>
<div class="scroll"><table>
<thead><tr><th scope="col">Name</th><th scope="col">User name</th><th scope="col">Shows</th></tr></thead>
<tbody>${listDemoPeople(world.tenants).map(
      ({ user, shows }) =>
        html`<tr><td>${user.graph.displayName}</td><td><code>${user.graph.userPrincipalName}</code></td><td>${shows}</td></tr>`,
    )}</tbody>
</table></div>
<p class="quiet">${world.tenants.map((tenant) => `${tenant.displayName}: ${tenant.users.length} people`).join(', ')}.</p>
<h2>Faults in force</h2>
${
  world.faults.length === 0
    ? html`<p>None. <span class="quiet">POST /_emulator/faults adds one.</span></p>`
    : html`<ul>${world.faults.map((fault) => html`<li><code>${JSON.stringify(fault)}</code></li>`)}</ul>`
}
<h2>Requests</h2>
<p class="quiet">The newest first, without queries, tokens and secrets. Times are UTC.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Client</th><th scope="col">Person</th><th scope="col">Permission</th></tr></thead>
<tbody>${requests.map(
      (entry) =>
        html`<tr><td>${toTime(entry.at)}</td><td><code>${entry.method} ${entry.path}</code></td><td>${entry.status}</td><td><code>${entry.client}</code></td><td>${entry.user}</td><td>${entry.permission}</td></tr>`,
    )}</tbody>
</table></div>`,
  })
}
