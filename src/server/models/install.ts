/** A model that was uploaded: told what it is, stored. */
import { badRequest } from '@/contract/errors'
import { DetectorCard, type NewModel } from '@/contract/models/model'
import type { z } from '@/contract/zod'
import type { DetectorLayout, Layout, Unknown } from '@/core/models/layout'
import { OnnxError, readOnnxHeader } from '@/core/models/onnx/header'
import { recognise } from '@/core/models/recognise'
import type { ModelRow } from '../db/store/rows'
import { uploads } from '../db/tasks/uploads'

export const LARGEST_MODEL = 1024 ** 3

type Wanted = z.infer<typeof NewModel>

/** 400 for what is no model, or one that does not run here. */
export async function prepareModel(wanted: Wanted): Promise<Omit<ModelRow, 'id'>> {
  const base = { name: wanted.name, licence: wanted.licence, source: wanted.source, created_at: Date.now() }
  const first = await readUpload(wanted.upload)
  const layout = layoutOf(first.bytes)
  if (layout.kind === 'sam-decoder')
    throw badRequest('This is the decoder of a SAM pair. Send the encoder as `upload` and this one as `decoder`.')
  if (layout.kind === 'sam-encoder') {
    if (!wanted.decoder)
      throw badRequest('This is the encoder of a SAM pair: its decoder is needed too. Send it as `decoder`.', {
        code: 'model-decoder',
      })
    const second = await readUpload(wanted.decoder)
    if (layoutOf(second.bytes).kind !== 'sam-decoder')
      throw badRequest(
        'The second file is not the decoder of a SAM pair: it should take image_embeddings, point_coords and point_labels.',
      )
    return { ...base, kind: 'segment', layout, blob: first.blob, decoder: second.blob }
  }
  return { ...base, kind: 'detect', layout: completed(layout, wanted.card ?? {}), blob: first.blob, decoder: null }
}

/** What is said wins over what was told by the shapes. */
function completed(layout: DetectorLayout | Unknown, card: Partial<DetectorLayout>): DetectorLayout {
  const known = layout.kind === 'unknown' ? layout.guess : layout
  const whole = DetectorCard.safeParse({ ...known, ...card, kind: 'detector' })
  if (whole.success) return whole.data
  const why =
    layout.kind === 'unknown'
      ? layout.why
      : whole.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  throw badRequest(`${why} Say in \`card\` what its outputs mean.`, { code: 'model-unknown', guess: known })
}

async function readUpload(id: string): Promise<{ blob: Blob; bytes: Uint8Array }> {
  const row = await uploads.find(id)
  if (!row) throw badRequest('The upload does not exist any more. Upload the file again.')
  if (row.blob.size > LARGEST_MODEL)
    throw badRequest(
      `The model has ${(row.blob.size / 1e9).toFixed(1)} GB; models above 1 GB do not fit into the memory of a browser. Use a smaller variant.`,
    )
  return { blob: row.blob, bytes: new Uint8Array(await row.blob.arrayBuffer()) }
}

function layoutOf(bytes: Uint8Array): Layout | Unknown {
  try {
    return recognise(readOnnxHeader(bytes))
  } catch (error) {
    if (error instanceof OnnxError) throw badRequest(error.message)
    throw error
  }
}
