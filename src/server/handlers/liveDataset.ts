/** The dataset that a path names; those in the trash are not there. */
import { badRequest } from '@/contract/errors'
import { datasets } from '../db/datasets'
import type { DatasetRow } from '../db/rows'
import { readId } from './http'

export async function liveDataset(params: Record<string, unknown>): Promise<DatasetRow> {
  const row = await datasets.findLive(readId(params))
  if (row) return row
  throw badRequest('Invalid dataset id')
}
