import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Res } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger'
import { IsBoolean, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator'
import type { FastifyReply } from 'fastify'
import { DomainError, InvalidInput } from '../kernel/domain-error.ts'
import { emailFrom } from '../kernel/email-address.ts'
import { Ctx, type RequestContext } from '../platform/http/request-context.ts'
import { safePath } from '../platform/http/safe-path.ts'
import { NotSignedIn } from '../platform/policies/policies.ts'
import { Policy, PUBLIC, SIGNED_IN } from '../platform/policies/policy.ts'
import { NO_TOKEN, TokenScope } from '../platform/policies/token-scope.ts'
import { Cookies } from './cookies.ts'
import { deviceFrom } from './device.ts'
import { DESK_DOOR } from './role-policy.ts'
import { SecondFactors } from './second-factor/second-factors.service.ts'
import { codeFrom } from './sign-in-code.ts'
import { SignInCodes } from './sign-in-codes.service.ts'
import { SignIns } from './sign-ins.service.ts'

/** The code is wrong, too old, or was tried too often; `fields` says which. */
export class CodeRefused extends DomainError {
  readonly code = 'code-refused'
  readonly status = 422
}

export class AskForCodeDto {
  @ApiProperty({
    description: 'Your own e-mail address; the code goes there.',
    example: 'delegate@mission.example.org',
  })
  @IsString()
  @IsNotEmpty({ message: 'email.missing' })
  @MaxLength(1000)
  email!: string

  @ApiPropertyOptional({ description: 'Ask for a code that opens the organisers’ desk; it lives 10 minutes.' })
  @IsOptional()
  @IsBoolean()
  desk?: boolean

  @ApiPropertyOptional({
    description: 'The path you come for; "stay" lasts until the day after its meeting.',
    example: '/en/unnm-2022/register',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  next?: string
}

export class ChallengeDto {
  @ApiProperty({ description: 'Send it back with the code. It is sealed; a code works with its own challenge only.' })
  challenge!: string

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string
}

export class ProveCodeDto {
  @ApiProperty({ description: 'The challenge that you got when you asked for the code.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(8000)
  challenge!: string

  @ApiProperty({ description: 'Eight digits; spaces do not matter.', example: '1234 5678' })
  @IsString()
  @IsNotEmpty({ message: 'code.missing' })
  @MaxLength(1000)
  code!: string

  @ApiPropertyOptional({ description: 'Stay signed in until the day after the meeting.' })
  @IsOptional()
  @IsBoolean()
  stay?: boolean
}

export class GiveSecondFactorDto {
  @ApiProperty({ description: 'Six digits of your authenticator app, or a recovery code.', example: '123 456' })
  @IsString()
  @IsNotEmpty({ message: 'second-factor.missing' })
  @MaxLength(1000)
  code!: string

  @ApiPropertyOptional({ description: 'Stay signed in for a week; some things still ask again once a day.' })
  @IsOptional()
  @IsBoolean()
  stay?: boolean
}

export class SignedInDto {
  @ApiProperty({ format: 'uuid', description: 'Your random id.' })
  person!: string

  @ApiProperty({ description: 'Whether this sign-in opens the organisers’ desk.' })
  opensDesk!: boolean
}

export class SignInDto {
  @ApiProperty({ format: 'uuid' })
  id!: string

  @ApiProperty({ example: 'Firefox, Windows' })
  device!: string

  @ApiProperty()
  opensDesk!: boolean

  @ApiProperty({ description: 'Whether this request was made with it.' })
  current!: boolean

  @ApiProperty({ format: 'date-time' })
  since!: string

  @ApiProperty({ format: 'date-time', description: 'To the hour.' })
  seen!: string
}

/** Signing in, for programs: the same commands as the pages. */
@ApiTags('Sign-in')
@Policy(SIGNED_IN)
@TokenScope(NO_TOKEN)
@Controller('api/v1')
export class PeopleApi {
  constructor(
    private readonly codes: SignInCodes,
    private readonly signIns: SignIns,
    private readonly cookies: Cookies,
    private readonly factors: SecondFactors,
  ) {}

  @Policy(PUBLIC)
  @Post('sign-in')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Ask for a code',
    description: 'The answer is the same whether the address is known or not.',
  })
  @ApiAcceptedResponse({ type: ChallengeDto })
  @ApiUnprocessableEntityResponse({ description: 'This is not an e-mail address.' })
  async ask(@Ctx() ctx: RequestContext, @Body() body: AskForCodeDto): Promise<ChallengeDto> {
    const address = emailFrom(body.email)
    if (!address) throw new InvalidInput({ fields: [{ pointer: '/email', message: 'email.invalid' }] })
    const next = safePath(body.next)
    const challenge = await this.codes.ask({
      address,
      desk: body.desk ?? false,
      locale: ctx.locale,
      ip: ctx.ip,
      ...(next && { next }),
    })
    return { challenge, expiresAt: this.codes.challenge(challenge)?.expiresAt.toString() ?? '' }
  }

  @Policy(PUBLIC)
  @Post('sign-in/code')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a code', description: 'Sets the sign-in cookie.' })
  @ApiOkResponse({ type: SignedInDto })
  @ApiUnprocessableEntityResponse({ description: 'The code is wrong, used, too old, or was tried too often.' })
  async prove(
    @Ctx() ctx: RequestContext,
    @Body() body: ProveCodeDto,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto> {
    const refuse = (message: string): CodeRefused => new CodeRefused({ fields: [{ pointer: '/code', message }] })
    const code = codeFrom(body.code)
    if (code === undefined) throw refuse('code.wrong')
    const proof = await this.codes.prove(body.challenge, code, {
      stay: body.stay ?? false,
      device: deviceFrom(userAgent),
      ip: ctx.ip,
    })
    if (proof.outcome === 'elsewhere')
      throw new CodeRefused({ fields: [{ pointer: '/challenge', message: 'code.expired' }] })
    if (proof.outcome !== 'signed-in') throw refuse(`code.${proof.outcome}`)
    this.cookies.set(reply, 'sign-in', proof.secret, proof.until)
    return { person: proof.person, opensDesk: proof.opensDesk }
  }

  @Policy(DESK_DOOR)
  @Post('sign-in/second-factor')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Give your second factor at the desk',
    description:
      'Set up on the desk’s pages. Sets the sign-in cookie anew. Programs that run alone use a token instead.',
  })
  @ApiNoContentResponse()
  @ApiUnprocessableEntityResponse({ description: 'The code is wrong, or was used.' })
  async secondFactor(
    @Ctx() { reader }: RequestContext,
    @Body() body: GiveSecondFactorDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!reader) throw new NotSignedIn()
    const given = await this.factors.give(reader, body.code, { stay: body.stay ?? false })
    if (given.outcome !== 'given')
      throw new CodeRefused({ fields: [{ pointer: '/code', message: 'second-factor.wrong' }] })
    this.cookies.set(reply, 'sign-in', given.secret, given.until)
  }

  @Get('sign-ins')
  @ApiOperation({ summary: 'Where you are signed in' })
  @ApiOkResponse({ type: SignInDto, isArray: true })
  async list(@Ctx() { reader }: RequestContext): Promise<SignInDto[]> {
    if (!reader) throw new NotSignedIn()
    return (await this.signIns.of(reader.person)).map(({ id, device, opensDesk, since, seen }) => ({
      id,
      device,
      opensDesk,
      current: id === reader.signIn,
      since: since.toString(),
      seen: seen.toString(),
    }))
  }

  @Delete('sign-ins/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a sign-in', description: 'By its id, or `current`. Ending it again changes nothing.' })
  @ApiNoContentResponse()
  async end(
    @Ctx() { reader }: RequestContext,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!reader) throw new NotSignedIn()
    const signIn = id === 'current' ? reader.signIn : id
    await this.signIns.end(reader.person, signIn)
    if (signIn === reader.signIn) this.cookies.clear(reply, 'sign-in')
  }
}
