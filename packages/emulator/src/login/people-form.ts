import { type Html, html } from '../pages/html.ts'
import type { DemoPerson } from '../seed/demo-people.ts'

/** A button for each of these people, which takes no password. */
export function createPeopleForm(
  people: DemoPerson[],
  {
    action,
    requestField,
    signedInIds,
  }: { action: string; requestField: Html; signedInIds: string[] },
): Html {
  return html`<form method="post" action="${action}">
${requestField}
<ul class="people">
${people.map(
  ({ user, shows }) => html`<li>
<button name="person" value="${user.graph.id}" aria-describedby="about-${user.graph.id}">Sign in as ${user.graph.displayName}</button>
<span class="quiet" id="about-${user.graph.id}">${shows}${signedInIds.includes(user.graph.id) && ' (signed in)'}</span>
</li>`,
)}
</ul>
</form>`
}
