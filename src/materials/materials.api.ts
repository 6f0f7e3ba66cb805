import { Controller, Get, Param } from '@nestjs/common'
import { ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger'
import { Gate } from '../access/gate.service.ts'
import { NotFound } from '../kernel/domain-error.ts'
import { Meetings } from '../meetings/meetings.service.ts'
import { attachment } from '../platform/http/attachment.ts'
import { BytesResponse } from '../platform/http/html-response.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { Policy, PUBLIC } from '../platform/policies/policy.ts'
import { FILE_LANGUAGES, isFileLanguage } from './material.ts'
import { Materials } from './materials.service.ts'

/** Hands out documents and recordings, as files to keep: never as pages of this site. */
@ApiTags('Materials')
@Controller()
export class MaterialsApi {
  constructor(
    private readonly meetings: Meetings,
    private readonly gate: Gate,
    private readonly materials: Materials,
  ) {}

  @Get(':locale/:meeting/materials/:key/:language')
  @Policy(PUBLIC)
  @ApiOperation({ summary: 'One language of a document or recording, as a file' })
  @ApiParam({ name: 'locale', enum: ['en', 'fr', 'es'] })
  @ApiParam({ name: 'language', enum: [...FILE_LANGUAGES] })
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'The file' })
  @ApiResponse({ status: 404, description: 'There is none, or none for this reader' })
  async file(
    @Ctx() ctx: RequestContext,
    @Param('meeting') slug: string,
    @Param('key') key: string,
    @Param('language') language: string,
  ): Promise<BytesResponse> {
    if (!isFileLanguage(language)) throw new NotFound()
    const meeting = await this.meetings.named(slug)
    const file = await this.materials.fetch(
      meeting,
      await this.gate.audience(meeting, ctx.reader?.person),
      key,
      language,
    )
    return new BytesResponse(file.mediaType, file.bytes, {
      cache: file.public && !ctx.reader ? 'public' : 'private',
      headers: {
        'content-disposition': attachment(file.name),
        'x-content-type-options': 'nosniff',
        // Whatever is inside, it runs nothing and reaches nothing, even when somebody opens it in a tab.
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      },
    })
  }
}
