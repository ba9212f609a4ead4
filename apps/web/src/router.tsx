import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { auditQuery, batchesQuery, batchQuery } from './api/batch-queries.ts'
import { groupQuery, groupsQuery, prefetchGroupPart } from './api/group-queries.ts'
import {
  meQuery,
  sessionsQuery,
  setupQuery,
  tokenClaimsQuery,
  userQuery,
  usersQuery,
} from './api/queries.ts'
import { readBatchSearch, readNewBatchSearch } from './batch-search.ts'
import { Frame } from './components/Frame.tsx'
import { readGroupSearch, readGroupsSearch } from './groups-search.ts'
import { readMailSearch } from './mail-search.ts'
import { AppFailurePage, FailurePage } from './pages/FailurePage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { parsePlainSearch, stringifyPlainSearch } from './plain-search.ts'
import { PATHS } from './routes.ts'
import { readSecuritySearch } from './security-search.ts'
import { readSetupSearch } from './setup-search.ts'
import { readUsersSearch, toUserList } from './users-search.ts'

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface StaticDataRouteOption {
    /** The page's heading, its document title and the name of links to it. */
    title?: MessageDescriptor
    /** The list that leads to the page; then the page has its own heading. */
    isPartOf?: 'users' | 'groups' | 'batches'
  }
}

// Loaders start what a page asks for and do not wait: the page shows its own state.

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  errorComponent: AppFailurePage,
})

const profileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.profile,
  staticData: { title: msg`Profile` },
  loader: ({ context }) => void context.queryClient.prefetchQuery(meQuery),
  component: lazyRouteComponent(() => import('./pages/ProfilePage.tsx'), 'ProfilePage'),
})

const claimsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.claims,
  staticData: { title: msg`Token claims` },
  loader: ({ context }) => void context.queryClient.prefetchQuery(tokenClaimsQuery(i18n.locale)),
  component: lazyRouteComponent(() => import('./pages/ClaimsPage.tsx'), 'ClaimsPage'),
})

const usersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.users,
  staticData: { title: msg`Users` },
  validateSearch: readUsersSearch,
  // Read once more: the router adds what else stands in the address.
  loaderDeps: ({ search }) => toUserList(readUsersSearch({ ...search })),
  loader: ({ context, deps }) => void context.queryClient.prefetchInfiniteQuery(usersQuery(deps)),
  component: lazyRouteComponent(() => import('./pages/UsersPage.tsx'), 'UsersPage'),
})

const userRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.user,
  staticData: { title: msg`Person`, isPartOf: 'users' },
  loader: ({ context, params: { id } }) => void context.queryClient.prefetchQuery(userQuery(id)),
  component: lazyRouteComponent(() => import('./pages/PersonPage.tsx'), 'PersonPage'),
})

const groupsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.groups,
  staticData: { title: msg`Groups` },
  validateSearch: readGroupsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queryClient.prefetchInfiniteQuery(groupsQuery(deps)),
  component: lazyRouteComponent(() => import('./pages/GroupsPage.tsx'), 'GroupsPage'),
})

const groupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.group,
  staticData: { title: msg`Group`, isPartOf: 'groups' },
  validateSearch: readGroupSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params: { groupId }, deps }) => {
    void queryClient.prefetchQuery(groupQuery(groupId))
    prefetchGroupPart(queryClient, groupId, deps)
  },
  component: lazyRouteComponent(() => import('./pages/GroupPage.tsx'), 'GroupPage'),
})

const batchesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.batches,
  staticData: { title: msg`Batches` },
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(batchesQuery),
  component: lazyRouteComponent(() => import('./pages/BatchesPage.tsx'), 'BatchesPage'),
})

const newBatchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.newBatch,
  staticData: { title: msg`New batch`, isPartOf: 'batches' },
  validateSearch: readNewBatchSearch,
  loader: ({ context }) => void context.queryClient.prefetchQuery(meQuery),
  component: lazyRouteComponent(() => import('./pages/NewBatchPage.tsx'), 'NewBatchPage'),
})

const batchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.batch,
  staticData: { title: msg`Batch`, isPartOf: 'batches' },
  validateSearch: readBatchSearch,
  loader: ({ context, params: { batchId } }) =>
    void context.queryClient.prefetchQuery(batchQuery(batchId)),
  component: lazyRouteComponent(() => import('./pages/BatchPage.tsx'), 'BatchPage'),
})

const mailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.mail,
  staticData: { title: msg`Mail` },
  validateSearch: readMailSearch,
  // No mailbox is opened by an address, or by pointing at a link.
  loader: ({ context }) => void context.queryClient.prefetchQuery(meQuery),
  component: lazyRouteComponent(() => import('./pages/MailPage.tsx'), 'MailPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.audit,
  staticData: { title: msg`Audit` },
  loader: ({ context }) => void context.queryClient.prefetchInfiniteQuery(auditQuery),
  component: lazyRouteComponent(() => import('./pages/AuditPage.tsx'), 'AuditPage'),
})

const securityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.security,
  staticData: { title: msg`Security` },
  validateSearch: readSecuritySearch,
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(meQuery)
    void context.queryClient.prefetchQuery(sessionsQuery)
  },
  component: lazyRouteComponent(() => import('./pages/SecurityPage.tsx'), 'SecurityPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.settings,
  staticData: { title: msg`Settings` },
  loader: ({ context }) => void context.queryClient.prefetchQuery(meQuery),
  component: lazyRouteComponent(() => import('./pages/SettingsPage.tsx'), 'SettingsPage'),
})

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.setup,
  staticData: { title: msg`Setup` },
  validateSearch: readSetupSearch,
  // Pointing at the link is not yet a reason to have every permission tried.
  loader: ({ context, preload }) =>
    preload ? undefined : void context.queryClient.prefetchQuery(setupQuery),
  component: lazyRouteComponent(() => import('./pages/SetupPage.tsx'), 'SetupPage'),
})

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([
      profileRoute,
      claimsRoute,
      usersRoute,
      userRoute,
      groupsRoute,
      groupRoute,
      batchesRoute,
      newBatchRoute,
      batchRoute,
      mailRoute,
      securityRoute,
      settingsRoute,
      auditRoute,
      setupRoute,
    ]),
    context: { queryClient },
    parseSearch: parsePlainSearch,
    stringifySearch: stringifyPlainSearch,
    // Pointing at a link starts its page's code and data; React Query decides what is fresh.
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailurePage,
    scrollRestoration: true,
  })
}
