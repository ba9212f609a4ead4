import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Parameters, toParameters } from '../login/parameters.ts'
import { optionalClaims } from '../world/settings.ts'
import type { World } from '../world/world.ts'
import { ControlError } from './control-input.ts'
import { sendControlPage } from './control-page.ts'
import type { Controls } from './controls.ts'
import { faultPresets } from './fault-presets.ts'

type Act = (controls: Controls, form: Parameters) => unknown

function setFault(controls: Controls, form: Parameters): void {
  const preset = faultPresets.find(({ name }) => name === form.preset)
  if (preset === undefined) throw new ControlError('"preset" names no fault of this page.')
  controls.addFault(preset.fault)
}

function changeSettings(controls: Controls, form: Parameters): void {
  controls.settings({
    accessTokenSeconds: Number(form.accessTokenSeconds),
    oneTimeRefreshTokens: form.oneTimeRefreshTokens === 'true',
    tokenScopes: form.tokenScopes === 'consented' ? 'consented' : 'asked',
    claimsNeedInteraction: form.claimsNeedInteraction === 'true',
    ignorePromptLogin: form.ignorePromptLogin === 'true',
    omittedClaims: optionalClaims.filter((name) => form[`omit-${name}`] === 'true'),
    logoutSendsIssuer: form.logoutSendsIssuer === 'true',
    quotas: form.quotas === 'none' ? 'none' : 'published',
    deviceCodeIntervalSeconds: Number(form.deviceCodeIntervalSeconds),
    apiTokenVersion: form.apiTokenVersion === '1' ? 1 : 2,
    apiTokenIdtyp: form.apiTokenIdtyp === 'true',
  })
}

function withdraw(controls: Controls, form: Parameters): void {
  controls.withdrawConsent(form.withdraw === 'application' ? { kind: 'application' } : {})
}

/** What the forms of the page do, and what is said afterwards. */
const acts: Record<string, { act: Act; done: string }> = {
  fault: { act: setFault, done: 'The fault is in force.' },
  'clear-faults': {
    act: (controls) => controls.clearFaults(),
    done: 'Nothing is made to fail any more.',
  },
  settings: { act: changeSettings, done: 'The settings are changed.' },
  clock: {
    act: (controls, form) => controls.advanceClock(Number(form.advanceSeconds)),
    done: 'Everything issued so far is older now.',
  },
  keys: {
    act: (controls) => controls.rotateKeys(),
    done: 'Another key signs now.',
  },
  consent: {
    act: withdraw,
    done: 'Consent is withdrawn; sessions and people are as they were.',
  },
  sync: {
    act: (controls) => controls.sync(),
    done: 'Synchronised accounts are as Active Directory has them.',
  },
  reset: {
    act: (controls, form) => controls.reset({ consent: form.consent === 'none' ? 'none' : 'all' }),
    done: 'The tenant is as it was at the start.',
  },
}

/** Only a value that the page itself wrote comes back to it. */
const toRefresh = (form: Parameters): string => (form.refresh === '5' ? '5' : '')

/**
 * The page's forms: each does one thing and leads back to the page (post, redirect, get), so that reloading it
 * repeats nothing.
 */
export function registerForms(
  app: FastifyInstance,
  { world, controls }: { world: World; controls: Controls },
): void {
  app.get('/', (request, reply) => {
    const { done = '', refresh } = toParameters(request.query)
    const message = Object.hasOwn(acts, done) ? acts[done]?.done : undefined
    return sendControlPage(world, reply, { message, refreshes: refresh === '5' })
  })
  const submit = async (
    name: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const form = toParameters(request.body)
    const refresh = toRefresh(form)
    try {
      await acts[name]?.act(controls, form)
    } catch (problem) {
      if (!(problem instanceof ControlError)) throw problem
      const refreshes = refresh !== ''
      return sendControlPage(world, reply, { problem: problem.message, refreshes })
    }
    const query = new URLSearchParams({ done: name, ...(refresh !== '' && { refresh }) })
    return reply.redirect(`/_emulator?${query}`, 303)
  }
  for (const name of Object.keys(acts)) {
    app.post(`/forms/${name}`, (request, reply) => submit(name, request, reply))
  }
}
