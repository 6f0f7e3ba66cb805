import { Injectable } from '@nestjs/common'
import { HtmlResponse } from './html-response.ts'
import type { Problem } from './problem.ts'
import type { RequestContext } from './request-context.ts'

/** Draws the page for a problem. */
export type ErrorPage = (ctx: RequestContext, problem: Problem) => HtmlResponse

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Where ui/ says how a problem looks; platform/ cannot draw pages. Until then a bare page serves. */
@Injectable()
export class ErrorPages {
  private render: ErrorPage = (ctx, { title, detail, status }) =>
    new HtmlResponse(
      `<!doctype html><html lang="${ctx.locale}"><meta charset="utf-8"><title>${escape(title)}</title>` +
        `<h1>${escape(title)}</h1><p>${escape(detail ?? '')}</p>`,
      { status },
    )

  /** Call once, in `onModuleInit`. */
  use(render: ErrorPage): void {
    this.render = render
  }

  page(ctx: RequestContext, problem: Problem): HtmlResponse {
    return this.render(ctx, problem)
  }
}
