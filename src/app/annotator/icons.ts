/** The icons of tools and actions, by the names that tools and actions use. */
import {
  ArrowLeft, Brush, Check, ChevronLeft, ChevronRight, CloudAlert, Ellipsis, Eraser, EyeOff, Eye, LoaderCircle, Maximize, MousePointer2,
  PanelRight, Pentagon, Plus, Redo2, Search, Square, Trash2, Undo2, X, ZoomIn, ZoomOut,
} from '@lucide/vue'
import type { Component } from 'vue'

const icons: Record<string, Component> = {
  select: MousePointer2,
  box: Square,
  polygon: Pentagon,
  brush: Brush,
  eraser: Eraser,
  undo: Undo2,
  redo: Redo2,
  delete: Trash2,
  hide: EyeOff,
  show: Eye,
  check: Check,
  close: X,
  fit: Maximize,
  'zoom-in': ZoomIn,
  'zoom-out': ZoomOut,
  previous: ChevronLeft,
  next: ChevronRight,
  back: ArrowLeft,
  panel: PanelRight,
  add: Plus,
  search: Search,
  busy: LoaderCircle,
  failed: CloudAlert,
}

export const iconFor = (name: string): Component => icons[name] ?? Ellipsis
