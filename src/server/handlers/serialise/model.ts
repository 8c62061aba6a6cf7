import type { Model } from '@/contract/models/model'
import type { ShippedModel } from '@/contract/models/shippedModels'
import type { ModelRow } from '../../db/store/rows'

export const serialiseShipped = (
  { id, name, kind, encoder, decoder, licence, source }: ShippedModel,
  ready: boolean,
): Model => ({
  id,
  name,
  kind,
  size: encoder.size + decoder.size,
  licence,
  source,
  ready,
  shipped: true,
  card: null,
})

export const serialiseModel = ({ id, name, kind, blob, decoder, licence, source, layout }: ModelRow): Model => ({
  id: String(id),
  name,
  kind,
  size: blob.size + (decoder?.size ?? 0),
  licence,
  source,
  ready: true,
  shipped: false,
  card: layout.kind === 'detector' ? layout : null,
})
