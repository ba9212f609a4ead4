import { type Html, html } from '../pages/html.ts'
import type { World } from '../world/world.ts'

const shownAtMost = 200

function toTime(iso: string): string {
  return iso.slice(11, 19)
}

/** What was asked of the tenant, by whom, and what opened the door. */
export function createRequestsSection({ requestLog }: World): Html {
  const requests = requestLog.list().toReversed().slice(0, shownAtMost)
  return html`<section aria-labelledby="requests"><h2 id="requests">Requests</h2>
<p class="quiet">The newest first, without queries, tokens and secrets. Times are UTC. Items of a batch stand by themselves.</p>
${
  requests.length === 0
    ? html`<p>None so far.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of requests"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Client</th><th scope="col">Person</th><th scope="col">Permission</th></tr></thead>
<tbody>${requests.map(
        (entry) =>
          html`<tr><td>${toTime(entry.at)}</td><td><code>${entry.method} ${entry.path}</code></td><td>${entry.status}</td><td><code>${entry.client}</code></td><td>${entry.user}</td><td>${entry.permission}</td></tr>`,
      )}</tbody>
</table></div>`
}</section>`
}
