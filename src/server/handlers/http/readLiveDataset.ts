/** The dataset that a path names. Throws 400 with `message` if it does not exist or is in the trash. */
import { badRequest } from '@/contract/errors'
import { datasets } from '../../db/datasets/datasets'
import type { DatasetRow } from '../../db/store/rows'
import { readId } from './request'

export async function readLiveDataset(
  params: Record<string, unknown>,
  message = 'Invalid dataset id',
): Promise<DatasetRow> {
  const row = await datasets.findLive(readId(params))
  if (row) return row
  throw badRequest(message)
}
