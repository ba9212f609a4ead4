import { type Html, html } from '../pages/html.ts'
import type { World } from '../world/world.ts'
import type { Fault } from './fault.ts'
import { faultPresets } from './fault-presets.ts'

const kinds: Record<Fault['kind'], (fault: Fault) => string> = {
  status: ({ status, code }) =>
    [
      status !== undefined && `answers ${status}`,
      code !== undefined && `with code ${code}`,
      status === undefined && code === undefined && 'answers 503',
    ]
      .filter(Boolean)
      .join(' '),
  delay: ({ delayMs = 1000 }) => `answers ${delayMs / 1000} s late`,
  reset: () => 'closes the connection',
  truncate: () => 'breaks the body off',
  html: ({ status = 502 }) => `answers with a web page, status ${status}`,
  cae: () => 'challenges the token',
}

function describe(fault: Fault): string {
  const { retryAfterSeconds, times, rate, before, hits } = fault
  return [
    kinds[fault.kind](fault),
    before && 'before anything is done',
    retryAfterSeconds !== undefined && `Retry-After ${retryAfterSeconds} s`,
    times !== undefined && `for ${times} requests`,
    rate !== undefined && `for ${Math.round(rate * 100)} % of requests`,
    `hit ${hits} so far`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** What is made to fail now, with a button that ends it. */
export function createFaultsSection({ faults }: World, refreshField: Html | false): Html {
  if (faults.length === 0) {
    return html`<section aria-labelledby="in-force"><h2 id="in-force">Faults in force</h2>
<p>None: everything answers as it should.</p></section>`
  }
  return html`<section aria-labelledby="in-force"><h2 id="in-force">Faults in force</h2>
<ul>${faults.map((fault) => html`<li><code>${fault.match}</code> ${describe(fault)}</li>`)}</ul>
<form method="post" action="/_emulator/forms/clear-faults">${refreshField}<button class="main">Clear all faults</button></form></section>`
}

/** A button for each fault that an application should survive. */
export function createPresetsSection(refreshField: Html | false): Html {
  return html`<section aria-labelledby="presets"><h2 id="presets">Make something fail</h2>
<p class="quiet">Until it is cleared. POST /_emulator/faults takes any other.</p>
<form method="post" action="/_emulator/forms/fault">${refreshField}
<ul class="choices">${faultPresets.map(
    ({ name, label, effect }) =>
      html`<li><button name="preset" value="${name}" aria-describedby="about-${name}">${label}</button> <span class="quiet" id="about-${name}">${effect}</span></li>`,
  )}</ul></form></section>`
}
