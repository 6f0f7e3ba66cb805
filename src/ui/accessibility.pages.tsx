import { Controller, Get } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { HtmlResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { Axis, PageHead } from './axis.tsx'
import { page } from './page.tsx'

/** What people with disabilities can count on, and whom to tell when it is not so. */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller(':locale')
export class AccessibilityPages {
  @Get('accessibility')
  statement(@Ctx() ctx: RequestContext): HtmlResponse {
    const { t } = ctx
    return page(ctx, {
      title: t('common:accessibility.title'),
      children: (
        <>
          <PageHead t={t} title={t('common:accessibility.title')} lead={t('common:accessibility.lead')} />
          <Axis title={t('common:accessibility.conforms')}>
            <div class="flow">
              <p>{t('common:accessibility.standard')}</p>
              <p>{t('common:accessibility.script')}</p>
              <p>{t('common:accessibility.voice')}</p>
              <p>{t('common:accessibility.mode')}</p>
            </div>
          </Axis>
          <Axis title={t('common:accessibility.room')}>
            <p>{t('common:accessibility.needs')}</p>
          </Axis>
          <Axis title={t('common:accessibility.problem')}>
            <p>{t('common:accessibility.write')}</p>
          </Axis>
        </>
      ),
    })
  }
}
