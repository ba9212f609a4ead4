import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronDown, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import css from './Contents.module.css'
import { findCodes, findMatches, type SearchEntry } from './find-matches.ts'
import { MatchList } from './MatchList.tsx'
import { OperationList } from './OperationList.tsx'
import type { OperationGroup } from './read-operations.ts'
import { useSlash } from './use-slash.ts'

interface ContentsProps {
  groups: readonly OperationGroup[]
  entries: readonly SearchEntry[]
}

/** The search, and all operations or those that it finds. On narrow screens they are behind a button. */
export function Contents({ groups, entries }: ContentsProps) {
  const { t } = useLingui()
  const [question, setQuestion] = useState('')
  const [isOpen, setOpen] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useSlash(field)

  // Following a link within the page is what the list was opened for.
  useEffect(() => {
    const close = () => setOpen(false)
    window.addEventListener('hashchange', close)
    return () => window.removeEventListener('hashchange', close)
  }, [])

  const wanted = question.trim()
  const matches = wanted === '' ? [] : findMatches(entries, wanted)
  const codes = wanted === '' ? [] : findCodes(listCodes(entries), wanted)

  const onKeyDown = ({ key }: KeyboardEvent) => {
    const [first] = matches
    if (key === 'Escape') setQuestion('')
    if (key === 'Enter' && first) location.hash = encodeURIComponent(first.operation.id)
  }

  return (
    <div className={css.contents}>
      <search className={css.search}>
        <label className="visually-hidden" htmlFor={`${id}-search`}>
          <Trans>Search operations, fields and problem codes</Trans>
        </label>
        <Search size={16} className={css.icon} aria-hidden="true" />
        <input
          ref={field}
          id={`${id}-search`}
          type="search"
          placeholder={t`Search`}
          aria-keyshortcuts="/"
          value={question}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span className={css.key} aria-hidden="true">
          /
        </span>
      </search>
      <button
        type="button"
        className={css.toggle}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        onClick={() => setOpen(!isOpen)}
      >
        <Trans>Operations</Trans>
        <ChevronDown size={16} aria-hidden="true" />
      </button>
      <nav
        id={`${id}-list`}
        aria-label={t`Operations`}
        className={css.list}
        data-open={isOpen || wanted !== ''}
      >
        {wanted === '' ? (
          <OperationList groups={groups} />
        ) : (
          <MatchList matches={matches} codes={codes} question={wanted} />
        )}
      </nav>
    </div>
  )
}

function listCodes(entries: readonly SearchEntry[]): string[] {
  return [...new Set(entries.flatMap(({ operation }) => operation.codes))].toSorted()
}
