import {
  changeApplication,
  createApplication,
  createServicePrincipal,
  type Graph,
} from '@vestibule/graph'
import { toApplicationChange, type Wish } from './application-change.ts'
import { MARK } from './find-registration.ts'
import { type Step, toRows } from './plan.ts'
import { getMade, type Registration } from './registration.ts'
import { whenReplicated } from './when-replicated.ts'

/** Makes the registration, or changes what is not right in it. */
export function toApplicationSteps(graph: Graph, registration: Registration, wish: Wish): Step[] {
  const { application } = registration
  const { change, rows } = toApplicationChange(application, wish)
  if (!application) {
    return [
      {
        action: 'create',
        target: 'app registration',
        changes: rows,
        async run() {
          const { id, appId } = await createApplication(graph, { ...change, tags: [MARK] })
          registration.id = id
          registration.clientId = appId
        },
      },
    ]
  }
  if (rows.length === 0) return []
  return [
    {
      action: 'change',
      target: 'app registration',
      changes: rows,
      run: () => whenReplicated(() => changeApplication(graph, application.id, change)),
    },
  ]
}

/** The address of the API holds the client id, so it comes after. */
export function toApiAddressSteps(graph: Graph, registration: Registration): Step[] {
  const { application, clientId } = registration
  const before = application?.identifierUris ?? []
  if (clientId && before.includes(`api://${clientId}`)) return []
  return [
    {
      action: 'change',
      target: 'address of its API',
      changes: toRows('Application ID URI', [], [`api://${clientId ?? '(the new client id)'}`]),
      run() {
        const identifierUris = [...before, `api://${getMade(registration.clientId)}`]
        const id = getMade(registration.id)
        return whenReplicated(() => changeApplication(graph, id, { identifierUris }))
      },
    },
  ]
}

/** What consent is given to. */
export function toServicePrincipalSteps(graph: Graph, registration: Registration): Step[] {
  if (registration.servicePrincipalId) return []
  return [
    {
      action: 'create',
      target: 'service principal',
      changes: [],
      async run() {
        const clientId = getMade(registration.clientId)
        registration.servicePrincipalId = await whenReplicated(() =>
          createServicePrincipal(graph, clientId),
        )
      },
    },
  ]
}
