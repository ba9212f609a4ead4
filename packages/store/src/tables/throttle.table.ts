/** Until when Graph wants to be left alone by batches of a tenant, in ms since 1970. */
export interface ThrottleTable {
  tenant_id: string
  until_ms: number
}
