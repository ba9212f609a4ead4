import { Trans } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import type { UserBatch, UserBatchItem } from '@vestibule/client'
import { Download } from 'lucide-react'
import { client } from '../api/client.ts'
import { saveFile } from '../api/save-file.ts'
import type { BatchOutcome } from '../batch-outcomes.ts'
import { Button } from '../ui/Button.tsx'
import { ActFailure } from './ActFailure.tsx'
import css from './BatchActs.module.css'

interface BatchExportProps {
  batch: UserBatch
  outcome: BatchOutcome | undefined
}

/** What came of a batch as a file: of the outcome that is shown, or of all. */
export function BatchExport({ batch: { id }, outcome }: BatchExportProps) {
  const chosen = outcome ? { outcome: [outcome] } : {}
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'json') => {
      if (format === 'csv') {
        const text = await client.readUserBatchItemsCsv(id, chosen)
        // The mark by which a spreadsheet knows the encoding is lost where an answer becomes text.
        return saveFile(`batch-${id}.csv`, 'text/csv', `\ufeff${text.replace(/^\ufeff/, '')}`)
      }
      const items = await readAll(id, chosen)
      saveFile(`batch-${id}.json`, 'application/json', JSON.stringify(items, null, 2))
    },
  })
  const start = (format: 'csv' | 'json') => () => !save.isPending && save.mutate(format)
  return (
    <>
      <Button aria-disabled={save.isPending} onClick={start('csv')}>
        <Download size={16} aria-hidden="true" />
        <Trans>Export CSV</Trans>
      </Button>
      <Button aria-disabled={save.isPending} onClick={start('json')}>
        <Download size={16} aria-hidden="true" />
        <Trans>Export JSON</Trans>
      </Button>
      {save.isError && (
        <div className={css.failure}>
          <ActFailure
            error={save.error}
            at={save.submittedAt}
            refused={<Trans>Nothing was exported.</Trans>}
            uncertain={<Trans>Nothing was exported.</Trans>}
          />
        </div>
      )}
    </>
  )
}

/** All of them, however many pages. */
async function readAll(id: string, chosen: { outcome?: BatchOutcome[] }): Promise<UserBatchItem[]> {
  const items: UserBatchItem[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = { ...chosen, top: 1_000, ...(cursor && { cursor }) }
    const page = await client.listUserBatchItems(id, query)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}
