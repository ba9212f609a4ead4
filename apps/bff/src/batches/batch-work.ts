import {
  type Account,
  type AccountAnswer,
  type BatchAnswer,
  createGraph,
  findAccounts,
  type Graph,
  GraphRequestError,
  readRoleHolders,
  revokeSignInSessions,
  setAccountsEnabled,
} from '@vestibule/graph'
import { type BatchItem, noteMirroredState, type PauseReason, saveProgress } from '@vestibule/store'
import { TokenError } from '../tokens/token-error.ts'
import { toItemEvent } from './audit-batch.ts'
import { toBatchScopes } from './batch-scopes.ts'
import { joinSaves } from './join-saves.ts'
import { judgeAccount } from './judge-account.ts'
import { LeaseLostError } from './lease-lost-error.ts'
import { MAX_ATTEMPTS } from './plan-retry.ts'
import type { Run, RunDeps } from './run-batch.ts'
import { createSettling, toChangedOutcome } from './settle-item.ts'

/** What is done with up to twenty items at a time. */
export interface BatchWork {
  /** Brings each of them a step further, and writes how far. */
  process(items: readonly BatchItem[]): Promise<void>
  /**
   * Settles those whose change was made although no answer said so; asks for nothing.
   *
   * @returns the lines of those whose accounts are as they were
   */
  lookAgain(items: readonly BatchItem[]): Promise<Set<number>>
  /** Why the person is needed, once they are. */
  readPauseReason(): PauseReason | undefined
}

interface Wanted {
  item: BatchItem
  to: boolean
  isSynced: boolean
}

/** @param begun items that a process before this one has begun to change */
interface Holders {
  /** Names of roles by object id. */
  rolesOf: ReadonlyMap<string, string[]>
  /** Enabled Global Administrators that this batch has not disabled. */
  administrators: Set<string>
}

/** A look wants no permission to read roles. */
const NOBODY: Holders = { rolesOf: new Map(), administrators: new Set() }

export function createBatchWork(
  deps: RunDeps,
  run: Run,
  begun: readonly Pick<BatchItem, 'line' | 'userId'>[],
): BatchWork {
  const { db, graph, tokens, pace, now } = deps
  const { batch, lease } = run
  const scopes = toBatchScopes(batch)
  const protectedAccounts = new Set(deps.protectedAccounts.map((name) => name.toLowerCase()))
  const lineOf = new Map(begun.map(({ line, userId }) => [userId ?? '', line]))
  let holders: Promise<Holders> | undefined
  let pauseReason: PauseReason | undefined
  const settle = createSettling({ db, batch, now })
  const { done } = settle

  /** Calls Graph; a token that it refuses is replaced once. */
  async function withGraph<T>(call: (graph: Graph) => Promise<T>): Promise<T> {
    const callWith = (accessToken: string) => {
      // Whoever was held up may find that their follower is done, and that somebody thought better of it.
      if (!run.isHeld()) throw new LeaseLostError()
      return call(createGraph({ ...graph, accessToken, retries: 0 }))
    }
    const token = await tokens.getAccessToken({ batch, lease, scopes })
    try {
      return await callWith(token)
    } catch (error) {
      if (!(error instanceof GraphRequestError) || error.failure !== 'unauthorized') throw error
      const wish = { batch, lease, scopes, refused: token, claims: error.claims }
      return callWith(await tokens.getAccessToken(wish))
    }
  }

  function readHolders() {
    holders ??= withGraph(readRoleHolders).then(
      ({ rolesOf, enabledGlobalAdministrators }) => ({
        rolesOf,
        administrators: new Set(enabledGlobalAdministrators),
      }),
      (error: unknown) => {
        holders = undefined
        throw error
      },
    )
    return holders
  }

  const saveTogether = joinSaves(async ({ items, audit }) => {
    const isSaved = await saveProgress(db, { batchId: batch.id, lease, items, audit })
    if (!isSaved) throw new LeaseLostError()
  })

  /** Writes how far items have come; those that are done are entered in the audit. */
  async function save(items: readonly BatchItem[]): Promise<void> {
    if (items.length === 0) return
    const changes = batch.action !== 'query' && !batch.dryRun
    const audit = items
      .filter(({ stage }) => changes && stage === 'done')
      .map((item) => ({ line: item.line, event: toItemEvent(batch, item, item.at ?? '') }))
    await saveTogether({ items, audit })
    for (const { stage, outcome } of items) if (stage === 'done' && outcome) deps.onItem(outcome)
    await noteChanges(items)
  }

  /** What was changed here is known at once where people are searched, and not only when Microsoft tells of it. */
  async function noteChanges(items: readonly BatchItem[]): Promise<void> {
    const states = items.flatMap(({ userId, after }) =>
      userId !== null && after !== null ? [{ id: userId, accountEnabled: after }] : [],
    )
    if (states.length > 0) await noteMirroredState(db, { tenantId: batch.tenantId, states })
  }

  /** Looks the accounts up, and settles what needs no change. */
  async function look(items: readonly BatchItem[]) {
    const asked = items.filter(({ name }) => name !== null)
    const names = asked.map(({ userId, name }) => userId ?? name ?? '')
    const answers = names.length > 0 ? await withGraph((as) => findAccounts(as, names)) : []
    pace.note('look', answers.map(toShareOfLook))
    const settled = items
      .filter(({ name }) => name === null)
      .map((item) => done(item, 'refused', 'not_understood'))
    const wanted: Wanted[] = []
    for (const [index, item] of asked.entries()) {
      const answer = answers[index] ?? { kind: 'unanswered' as const }
      const seen = answer.kind === 'found' ? await judge(item, answer.account) : undefined
      if (seen === undefined) settled.push(await fromLookup(item, answer))
      else if ('to' in seen) wanted.push(seen)
      else settled.push(seen)
    }
    return { settled, wanted }
  }

  async function fromLookup(item: BatchItem, answer: AccountAnswer): Promise<BatchItem> {
    switch (answer.kind) {
      case 'not_found':
        return done(item, 'notFound')
      case 'ambiguous':
        return done(item, 'refused', 'ambiguous')
      case 'failed':
        return settle.fromRefusal(item, answer.answer)
      default:
        return settle.again(item, { code: 'unanswered' })
    }
  }

  async function judge(before: BatchItem, account: Account): Promise<BatchItem | Wanted> {
    const { rolesOf, administrators } = batch.action === 'query' ? NOBODY : await readHolders()
    const item: BatchItem = {
      ...before,
      userId: account.id,
      userPrincipalName: account.userPrincipalName ?? null,
      displayName: account.displayName ?? null,
      jobTitle: account.jobTitle ?? null,
      userType: account.userType ?? null,
      directoryRoles: batch.action === 'query' ? null : (rolesOf.get(account.id) ?? []),
      // As it was when the batch first looked; what came of it stands in `after`.
      accountEnabled: before.accountEnabled ?? account.accountEnabled ?? null,
    }
    const firstLine = lineOf.get(account.id) ?? item.line
    lineOf.set(account.id, firstLine)
    if (firstLine !== item.line) return done(item, 'unchanged', 'duplicate')
    const judged = judgeAccount(batch, before, account, {
      ownId: batch.actor.objectId,
      protectedAccounts,
      administrators,
    })
    if (judged.kind === 'done') {
      // What was asked for before has been done, although no answer said so.
      const isOurs = before.stage === 'writing' && judged.outcome !== 'unchanged'
      if (!isOurs || judged.outcome === 'refused') return done(item, judged.outcome, judged.code)
      const isSynced = account.onPremisesSyncEnabled === true
      return settle.toChanged(item, account.accountEnabled === true, isSynced)
    }
    if (before.attempts >= MAX_ATTEMPTS) return done(item, 'failed', before.code)
    administrators.delete(account.id)
    const { to, isSynced } = judged
    if (batch.dryRun) {
      return isSynced ? done(item, 'willBeReverted', 'synced_from_ad') : done(item, 'succeeded')
    }
    return { item: { ...item, before: account.accountEnabled ?? null }, to, isSynced }
  }

  /** Asks for the changes. The states before them are on the disk by now. */
  async function change(wanted: readonly Wanted[]): Promise<BatchItem[]> {
    const asked = wanted.map((one) => ({ ...one, id: one.item.userId ?? '', enabled: one.to }))
    const answers = await withGraph((as) => setAccountsEnabled(as, asked))
    pace.note('change', answers.map(toShare))
    return Promise.all(
      asked.map(async ({ item, to, isSynced }, index) => {
        const answer = answers[index]
        if (!answer) return settle.again(item, { code: 'unanswered' })
        if (answer.status >= 300) return settle.fromRefusal(item, answer)
        const changed = {
          ...item,
          attempts: item.attempts + 1,
          graphRequestId: answer.requestId,
        }
        return settle.toChanged(changed, to, isSynced)
      }),
    )
  }

  async function revoke(items: readonly BatchItem[]): Promise<BatchItem[]> {
    const ids = items.map(({ userId }) => userId ?? '')
    const answers = await withGraph((as) => revokeSignInSessions(as, ids))
    pace.note('change', answers.map(toShare))
    return Promise.all(
      items.map(async (item, index) => {
        const answer = answers[index]
        if (answer && answer.status < 300) return done(item, toChangedOutcome(item), item.code)
        if (answer) return settle.fromRefusal(item, answer)
        return settle.again(item, { code: 'unanswered' })
      }),
    )
  }

  /** What a call that failed as a whole means for its items: they stay where they are, for a while. */
  async function postpone(items: readonly BatchItem[], error: unknown): Promise<void> {
    if (error instanceof TokenError) {
      const { failure } = error
      pauseReason ??= PAUSES[failure]
      if (PAUSES[failure]) return
      return save(settle.putOff(items, { code: failure }))
    }
    if (!(error instanceof GraphRequestError)) throw error
    // Refused twice, the second time with a fresh token.
    if (error.failure === 'unauthorized') pauseReason ??= 'claims_challenge'
    else await save(await settle.fromFailure(items, error))
  }

  return {
    readPauseReason: () => pauseReason,

    async lookAgain(items) {
      try {
        const { settled, wanted } = await look(items)
        await save(settled.filter(({ stage, after }) => stage === 'done' || after !== null))
        return new Set(wanted.map(({ item }) => item.line))
      } catch (error) {
        if (!(error instanceof TokenError || error instanceof GraphRequestError)) throw error
        return new Set()
      }
    },

    async process(items) {
      /** Those that a call would leave where they are by failing. */
      let left: readonly BatchItem[] = items
      try {
        const revoking = items.filter(({ stage }) => stage === 'revoking')
        const { settled, wanted } = await look(items.filter(({ stage }) => stage !== 'revoking'))
        const writing = wanted.map((one) => ({
          ...one,
          item: { ...one.item, stage: 'writing' as const },
        }))
        await save([...settled, ...writing.map(({ item }) => item)])
        left = [...writing.map(({ item }) => item), ...revoking]
        const changed = writing.length > 0 ? await change(writing) : []
        await save(changed)
        const changedNow = changed.filter(({ stage }) => stage === 'revoking')
        left = [...revoking, ...changedNow, ...settled.filter(({ stage }) => stage === 'revoking')]
        if (left.length > 0) await save(await revoke(left))
      } catch (error) {
        await postpone(left, error)
      }
    },
  }
}

/** How much of a limit is used; all of it, where that is why. */
function toShare(answer: BatchAnswer | undefined): number | undefined {
  return answer?.status === 429 ? 1 : answer?.usedShare
}

function toShareOfLook(answer: AccountAnswer): number | undefined {
  if (answer.kind === 'failed') return toShare(answer.answer)
  return answer.kind === 'found' ? answer.usedShare : undefined
}

const PAUSES: Record<TokenError['failure'], PauseReason | undefined> = {
  session_expired: 'sign_in_required',
  consent_required: 'consent_required',
  claims_challenge: 'claims_challenge',
  assertion_refused: 'sign_in_required',
  // These pass.
  unavailable: undefined,
  timeout: undefined,
}
