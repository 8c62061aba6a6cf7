import { afterEach, expect, it } from 'vitest'
import { actions } from '@/app/annotator/actions'
import { actionText, optionText, stepText, toolHint, toolText } from '@/app/annotator/texts'
import { tools } from '@/app/annotator/tools'
import { showLanguage } from '@/app/i18n'

afterEach(() => showLanguage('en'))

it('every tool, action and option has its text', () => {
  const texts = [
    ...actions.map(({ id, group }) => [actionText(id), actionText(`group.${group}`)]),
    ...tools.map((tool) => [toolText(tool), toolHint(tool)]),
    ...tools.flatMap(({ options = [] }) =>
      options.map((option) => [
        optionText(option),
        ...(option.kind === 'choice' ? option.choices.map((choice) => optionText(option, choice)) : []),
      ]),
    ),
  ].flat()
  expect(texts.filter((text) => /^(tools|actions|options)\./.test(text))).toEqual([])
})

it('steps of the history are shown in the language of the reader, those of other clients as they are', async () => {
  expect([stepText('Draw box'), stepText('Paste 12 annotations'), stepText('Script ran')]).toEqual([
    'Draw box',
    'Paste 12 annotations',
    'Script ran',
  ])
  await showLanguage('es')
  expect([
    stepText('Draw box'),
    stepText('Delete annotation'),
    stepText('Paste 12 annotations'),
    stepText('Script ran'),
  ]).toEqual(['Dibujar caja', 'Eliminar anotación', 'Pegar 12 anotaciones', 'Script ran'])
})
