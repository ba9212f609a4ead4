import { createBadRequest } from '../parse-user-change.ts'

export type Entity = Record<string, unknown>

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads members of a JSON value. Every refusal names the property, as Graph's do. */
export class Values {
  readonly #resource: string
  constructor(
    resource: 'Application' | 'ServicePrincipal' | 'OAuth2PermissionGrant' | 'AppRoleAssignment',
  ) {
    this.#resource = resource
  }

  /** Throws 400 for this property. */
  refuse(name: string): never {
    throw createBadRequest(
      `Invalid value specified for property '${name}' of resource '${this.#resource}'.`,
    )
  }

  getText(value: unknown, name: string): string {
    if (typeof value === 'string' && value !== '') return value
    if (value !== undefined && value !== null) this.refuse(name)
    throw createBadRequest(
      `A value is required for property '${name}' of resource '${this.#resource}'.`,
    )
  }

  getOptionalText(value: unknown, name: string): string | null {
    if (value === undefined || value === null) return null
    return typeof value === 'string' ? value : this.refuse(name)
  }

  getId(value: unknown, name: string): string {
    const text = this.getText(value, name)
    return guid.test(text) ? text.toLowerCase() : this.refuse(name)
  }

  getBoolean(value: unknown, name: string): boolean {
    return typeof value === 'boolean' ? value : this.refuse(name)
  }

  getTexts(value: unknown, name: string): string[] {
    const isFine = Array.isArray(value) && value.every((item) => typeof item === 'string')
    return isFine ? value : this.refuse(name)
  }

  getObject(value: unknown, name: string): Entity {
    const isFine = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isFine ? (value as Entity) : this.refuse(name)
  }

  getObjects(value: unknown, name: string): Entity[] {
    if (!Array.isArray(value)) this.refuse(name)
    return (value as unknown[]).map((item) => this.getObject(item, name))
  }
}

/** The body of a request, annotations left out. Throws 400 for what is no object. */
export function getBody(body: unknown): Entity {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw createBadRequest('Empty Payload. JSON content expected.')
  }
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('@odata.')))
}
