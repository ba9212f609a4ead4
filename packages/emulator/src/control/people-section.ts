import { type Html, html } from '../pages/html.ts'
import { listDemoPeople } from '../seed/demo-people.ts'
import { demoPassword } from '../seed/ids.ts'
import type { World } from '../world/world.ts'

/** Who has a button on the sign-in page, and how many there are besides. */
export function createPeopleSection({ tenants }: World): Html {
  return html`<section aria-labelledby="people"><h2 id="people">People</h2>
<p>Password of all: <code>${demoPassword}</code></p>
<div class="scroll" tabindex="0" role="region" aria-label="Table of people"><table>
<thead><tr><th scope="col">Name</th><th scope="col">User name</th><th scope="col">Shows</th></tr></thead>
<tbody>${listDemoPeople(tenants).map(
    ({ user, shows }) =>
      html`<tr><td>${user.graph.displayName}</td><td><code>${user.graph.userPrincipalName}</code></td><td>${shows}</td></tr>`,
  )}</tbody>
</table></div>
<p class="quiet">${tenants.map((tenant) => `${tenant.displayName}: ${tenant.users.length} people`).join(', ')}.</p></section>`
}
