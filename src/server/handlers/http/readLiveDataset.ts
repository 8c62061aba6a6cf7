/** The dataset that a path names; those in the trash are not there. */
import { badRequest } from '@/contract/errors'
import { datasets } from '../../db/datasets/datasets'
import type { DatasetRow } from '../../db/store/rows'
import { readId } from './request'

export async function readLiveDataset(params: Record<string, unknown>): Promise<DatasetRow> {
  const row = await datasets.findLive(readId(params))
  if (row) return row
  throw badRequest('Invalid dataset id')
}
