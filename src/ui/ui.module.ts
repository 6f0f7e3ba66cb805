// OWNS     how pages and mail look: layout, components, stylesheet, the little script there is
// IMPORTS  kernel, platform
import { Module, type OnModuleInit } from '@nestjs/common'
import { ErrorPages } from '../platform/http/error-pages.ts'
import { AccessibilityPages } from './accessibility.pages.tsx'
import { OfflineWorkerApi } from './offline-worker.api.ts'
import { problemPage } from './problem-page.tsx'

/** Draws the page for what cannot be answered. */
@Module({ controllers: [AccessibilityPages, OfflineWorkerApi] })
export class UiModule implements OnModuleInit {
  constructor(private readonly errorPages: ErrorPages) {}

  onModuleInit(): void {
    this.errorPages.use(problemPage)
  }
}
