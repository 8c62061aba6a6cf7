/** Adds images, imports archives and opens the preview of COCO files. */
import { useRouter } from 'vue-router'
import { messageOf } from '../../api/client'
import { datasetsApi } from '../../api/datasets'
import type { IncomingFile } from '../../api/images'
import type { FolderImportTask } from '../../api/folderImport'
import { preferencesApi } from '../../api/preferences'
import { readSample } from '../../api/sample'
import { t } from '../../i18n'
import { useDatasets } from '../../stores/datasets'
import { foldersOf } from '../../stores/folderImport'
import { useImports } from '../../stores/imports'
import { useMessages } from '../../stores/messages'
import type { Target } from '../../stores/uploadJob'
import { useUploads } from '../../stores/uploads'
import { archiveOf } from './archiveOf'
import { nameFor } from './kinds'
import { sortByContent } from './labels'

export function useFolderImport() {
  const [uploads, imports, datasets, messages, router] = [
    useUploads(),
    useImports(),
    useDatasets(),
    useMessages(),
    useRouter(),
  ]

  /** Adds images first, so that COCO files find them. Resolves when everything is imported or waits for the user. */
  async function into(target: Target, files: IncomingFile[], task?: number) {
    const { images, archives, cocos, labels } = await sortByContent(files)
    if (images.length > 0)
      await uploads.addImageFiles(target, images, { task, onDuplicate: (await preferencesApi.images()).copies })
    for (const archive of archives) await imports.openZip(target, archive)
    if (labels.length > 0) await imports.openZip(target, await archiveOf(labels))
    // a COCO file alone has no images yet
    const alone = images.length + archives.length === 0 && (await isEmpty(target.dataset))
    for (const coco of cocos) await imports.openCoco(target, coco, { addMissing: alone })
  }

  /** Resumes an interrupted folder import if this is its folder. */
  async function resume({ id, intake }: FolderImportTask, files: IncomingFile[]) {
    const { images } = await sortByContent(files)
    const folder = foldersOf(images)
    if (folder !== intake.folder) {
      return messages.complain(t('transfer.wrongFolder', { chosen: folder || 'none', wanted: intake.folder || 'none' }))
    }
    try {
      const { dataset } = await datasetsApi.images(intake.dataset_id, { limit: 1 })
      await into({ dataset: dataset.id, datasetName: dataset.name }, files, id)
    } catch (error) {
      messages.complain(messageOf(error))
    }
  }

  /** Creates a dataset for these files and opens it. Removes it if nothing was imported. */
  async function intoNew(files: IncomingFile[]) {
    try {
      const { id, name } = await datasets.createForImport(nameFor(files))
      await router.push(`/datasets/${id}`)
      try {
        await into({ dataset: id, datasetName: name }, files)
        await imports.over(id)
      } finally {
        await confirm(id)
      }
    } catch (error) {
      messages.complain(messageOf(error))
    }
  }

  async function confirm(id: number) {
    if (await datasetsApi.confirm(id)) return
    messages.say(t('storage.nothingImported'))
    if (router.currentRoute.value.path === `/datasets/${id}`) await router.push('/')
    else await datasets.load()
  }

  /** Imports the sample and opens its first image in the annotator. */
  async function sample() {
    try {
      const { images, coco } = await readSample()
      const { id, name } = await datasets.createForImport(t('datasets.sampleName'))
      await uploads.addImageFiles({ dataset: id, datasetName: name }, images, { inTurn: true })
      await imports.runCoco(id, coco).finally(() => confirm(id))
      const [first] = (await datasetsApi.images(id, { limit: 1 })).images
      await router.push(first ? `/annotate/${first.id}` : `/datasets/${id}`)
      uploads.jobs.filter(({ dataset }) => dataset === id).forEach((job) => uploads.dismiss(job.id))
    } catch (error) {
      messages.complain(messageOf(error))
    }
  }

  return { into, intoNew, resume, sample }
}

const isEmpty = async (dataset: number) => (await datasetsApi.images(dataset, { limit: 1 })).imageCount === 0
