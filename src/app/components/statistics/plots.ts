/** All plots of a dataset, in the order of the page. */
import type { DatasetDistributions } from '@/contract/distributions'
import { perImagePlot, sizesPlot, splitSharesPlot, splitsPlot, statesPlot, timesPlot } from './imagePlots'
import { areasPlot, aspectsPlot, categoriesPlot, centersPlot, creatorsPlot, daysPlot, pairsPlot } from './objectPlots'
import type { Plot } from './plot'

export const plotsOf = (found: DatasetDistributions): Plot[] => [
  categoriesPlot(found),
  perImagePlot(found),
  areasPlot(found),
  aspectsPlot(found),
  centersPlot(found),
  sizesPlot(found),
  pairsPlot(found),
  statesPlot(found),
  splitsPlot(found),
  ...(found.splits.length > 1 ? [splitSharesPlot(found)] : []),
  daysPlot(found),
  timesPlot(found),
  creatorsPlot(found),
]
