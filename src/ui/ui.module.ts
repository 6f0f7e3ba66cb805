// OWNS     how pages and mail look: layout, components, stylesheet, the little script there is
// IMPORTS  kernel, platform
import { Module, type OnModuleInit } from '@nestjs/common'
import { ErrorPages } from '../platform/http/error-pages.ts'
import { problemPage } from './problem-page.tsx'

/** Draws what cannot be answered, and hands the files that pages load to who serves them. */
@Module({})
export class UiModule implements OnModuleInit {
  constructor(private readonly errorPages: ErrorPages) {}

  onModuleInit(): void {
    this.errorPages.use(problemPage)
  }
}
