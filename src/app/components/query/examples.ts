/** An example of each filter, and of each way to put them together. A test reads them all. */
import type { FilterKey } from '@/core/query/filters'
import type { MessageKey } from '../../i18n'

export const EXAMPLES: Record<FilterKey, string> = {
  name: 'name:IMG_*.jpg',
  folder: 'folder:"shelf a"',
  path: 'path:*/cam1/*',
  state: 'state:done,needs_review',
  split: 'split:train',
  category: 'category:"brazil nut"',
  annotations: 'annotations:>5',
  width: 'width:>=1920',
  height: 'height:480..1080',
  file: 'file:missing',
  metadata: 'metadata:weather=rain',
  id: 'id:12',
  created: 'created:7d',
  updated: 'updated:>2026-01-31',
  area: 'area:<1024',
  aspect: 'aspect:>3',
  x: 'x:<10',
  y: 'y:90..100',
  shape: 'shape:box',
  crowd: 'crowd:yes',
  score: 'score:<0.5',
  prediction: 'prediction:yes',
  creator: 'creator:anna',
  attribute: 'attribute:occluded=true',
}

export const RULES: readonly { text: string; meaning: MessageKey }[] = [
  { text: 'IMG_12', meaning: 'query.rule.word' },
  { text: 'category:fig annotations:>5', meaning: 'query.rule.all' },
  { text: 'category:fig,date', meaning: 'query.rule.any' },
  { text: '-state:done', meaning: 'query.rule.not' },
  { text: '[category:fig area:<1024]', meaning: 'query.rule.one' },
  { text: 'category:"brazil nut"', meaning: 'query.rule.quoted' },
  { text: 'width:>640 width:<=1280 height:300..600', meaning: 'query.rule.number' },
  { text: 'name:IMG_?.*', meaning: 'query.rule.glob' },
]
