import type { Sku } from '../world/tenant.ts'

const exchange = {
  servicePlanId: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  servicePlanName: 'EXCHANGE_S_STANDARD',
}
const teams = { servicePlanId: '57ff2da0-773e-42df-b2af-ffb7a2317929', servicePlanName: 'TEAMS1' }
const sharePoint = {
  servicePlanId: '0a4983bb-d3e5-4a09-95d8-b2d0127b3df5',
  servicePlanName: 'SHAREPOINTSTANDARD_EDU',
}

/** The licences of the demo tenants; ids and part numbers are Microsoft's. */
export const skus = {
  faculty: {
    skuId: '94763226-9b3c-4e75-a931-5c89701abe66',
    skuPartNumber: 'STANDARDWOFFPACK_FACULTY',
    servicePlans: [exchange, teams, sharePoint],
  },
  facultyPlus: {
    skuId: '78e66a63-337a-4a9a-8959-41c6654dfb56',
    skuPartNumber: 'STANDARDWOFFPACK_IW_FACULTY',
    servicePlans: [exchange, teams, sharePoint],
  },
  student: {
    skuId: '314c4481-f395-4525-be8b-2ec4bb1e9d91',
    skuPartNumber: 'STANDARDWOFFPACK_STUDENT',
    servicePlans: [exchange, teams, sharePoint],
  },
  studentPlus: {
    skuId: 'e82ae690-a2d5-4d76-8d30-7c6e01e6022e',
    skuPartNumber: 'STANDARDWOFFPACK_IW_STUDENT',
    servicePlans: [exchange, teams, sharePoint],
  },
  classroomPreview: {
    skuId: '80f12768-d8d9-4e93-99a8-fa2464374d34',
    skuPartNumber: 'CLASSDASH_PREVIEW',
    servicePlans: [
      {
        servicePlanId: '2078e8df-cff6-4290-98cb-5408261a760a',
        servicePlanName: 'YAMMER_EDU',
      },
    ],
  },
  enterprise: {
    skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
    skuPartNumber: 'ENTERPRISEPACK',
    servicePlans: [exchange, teams],
  },
} satisfies Record<string, Sku>

export type SkuName = keyof typeof skus
