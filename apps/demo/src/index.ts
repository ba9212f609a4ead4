export { type Demo, startDemo } from './start-demo.ts'
export { type DemoTenant, startTenant } from './start-tenant.ts'
export { DEMO_VARIABLES } from './variables.ts'
