import { Controller, Get } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { DEFAULT_LOCALE } from '../kernel/locale.ts'
import { BytesResponse } from '../platform/http/html-response.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { OFFLINE_WORKER, scriptSource } from './assets.ts'

/**
 * The worker behind "keep offline". Its address stays, so that browsers find its next version, and is at the root, because a
 * worker answers only for what is below it. A page registers it when somebody presses the button, for that page alone.
 */
@ApiExcludeController()
@Policy(PUBLIC)
@Controller()
export class OfflineWorkerApi {
  private readonly script = scriptSource('offline-worker', DEFAULT_LOCALE)

  @Get(OFFLINE_WORKER)
  worker(): BytesResponse {
    return new BytesResponse('text/javascript; charset=utf-8', this.script, { cache: 'public' })
  }
}
