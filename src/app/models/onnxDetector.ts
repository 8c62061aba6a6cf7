/** A model of the user's that finds things. */
import type { Detection, DetectOptions } from '@/core/models/detections'
import type { DetectorLayout } from '@/core/models/layout'
import type { ModelWorker } from './runtime/host'
import type { Detector, ModelImage } from './seams'

export class OnnxDetector implements Detector {
  constructor(
    private readonly worker: ModelWorker,
    private readonly layout: DetectorLayout,
  ) {}

  get names() {
    return this.layout.names
  }

  async detect(image: ModelImage, options: DetectOptions, signal: AbortSignal): Promise<Detection[]> {
    const { layout } = this
    const bitmap = await image.bitmap(Math.max(layout.input.width, layout.input.height), signal)
    signal.throwIfAborted()
    return this.worker.ask('detect', { name: 'detector', layout, bitmap, size: image.size, options }, [bitmap])
  }

  end(): void {
    this.worker.end()
  }
}
