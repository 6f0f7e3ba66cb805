import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiOkResponse, ApiProperty, ApiPropertyOptional, type OpenAPIObject } from '@nestjs/swagger'
import { Validator } from '@seriousme/openapi-schema-validator'
import { IsString } from 'class-validator'
import { expect, test } from 'vitest'
import { tinyApp } from '../../../test/tiny-app.ts'
import { PUBLIC, Policy, SIGNED_IN } from '../policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../policies/token-scope.ts'

class WordsDto {
  @ApiProperty()
  @IsString()
  text: string
}

class MeetingDto {
  @ApiProperty({ type: WordsDto })
  title: WordsDto

  @ApiPropertyOptional({ type: String, nullable: true })
  note?: string | null
}

class PageFormDto {
  @ApiProperty()
  @IsString()
  name: string
}

@Controller()
@Policy(PUBLIC)
class Things {
  @Get('api/v1/meetings/:meeting')
  @TokenScope('read-agenda')
  @ApiOkResponse({ type: MeetingDto })
  meeting(@Param('meeting') _meeting: string): MeetingDto {
    return { title: { text: 'x' } }
  }
  @Post('api/v1/me')
  @Policy(SIGNED_IN)
  @TokenScope(NO_TOKEN)
  @ApiOkResponse({ type: WordsDto })
  me(@Body() body: WordsDto): WordsDto {
    return body
  }
  @Post(':locale/form')
  form(@Body() _body: PageFormDto): string {
    return ''
  }
}

test('describes the interface for programs in valid OpenAPI 3.1', async () => {
  const app = await tinyApp([Things])
  const reply = await app.inject('/api/v1/openapi.json')
  expect(reply.headers['content-type']).toBe('application/json')
  const document = reply.json<OpenAPIObject>()
  expect(await new Validator().validate(reply.json())).toEqual({ valid: true })
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(['/api/v1/meetings/{meeting}', '/api/v1/me'])
  expect(Object.keys(document.components?.schemas ?? {}).sort()).toEqual(['MeetingDto', 'Problem', 'WordsDto'])
  expect(document.components?.schemas).toMatchObject({
    MeetingDto: { properties: { note: { type: ['string', 'null'] } } },
  })
  expect(document.paths['/api/v1/me']?.post).toMatchObject({
    operationId: 'Things.me',
    security: [{ session: [] }],
    responses: { default: { content: { 'application/problem+json': {} } } },
  })
  expect(document.paths['/api/v1/meetings/{meeting}']?.get?.security).toEqual([{}, { token: ['read-agenda'] }])
  expect(document.components?.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } })
})
