// OWNS     persons and who they are, sign-ins and codes, second factors, API tokens, roles, invitations; the outbox page of a development install
// IMPORTS  kernel, platform, ui
import { Module } from '@nestjs/common'
import { Clock } from '../platform/clock.ts'
import { SETTINGS, type Settings } from '../platform/config/settings.ts'
import { HttpModule } from '../platform/http/http.module.ts'
import { AddressCodes } from './address-codes.service.ts'
import { CodeMails } from './code-mail.ts'
import { Cookies } from './cookies.ts'
import { InvitationPages } from './invitations.pages.tsx'
import { Invitations } from './invitations.service.ts'
import { MeetingDirectory } from './meeting-directory.ts'
import { Newcomers } from './newcomers.service.ts'
import { OneTimeCodes } from './one-time-codes.service.ts'
import { OutboxPages } from './outbox.pages.tsx'
import { PeopleApi } from './people.api.ts'
import { People } from './people.service.ts'
import { RoleHolders } from './role-holders.service.ts'
import { RoleJudge } from './role-policy.ts'
import { SecondFactorsPages } from './second-factor/manage.pages.tsx'
import { Passkeys } from './second-factor/passkeys.service.ts'
import { SecondFactorMails } from './second-factor/second-factor-mail.ts'
import { SecondFactorPages } from './second-factor/second-factor.pages.tsx'
import { SecondFactors } from './second-factor/second-factors.service.ts'
import { SignInCodes } from './sign-in-codes.service.ts'
import { SignInPages } from './sign-in.pages.tsx'
import { SignIns } from './sign-ins.service.ts'
import { SignInsPages } from './sign-ins.pages.tsx'
import { ApiTokens } from './tokens/api-tokens.service.ts'
import { TokenEnds } from './tokens/token-ends.service.ts'
import { TokenMails } from './tokens/token-mails.service.ts'
import { TokenUses } from './tokens/token-uses.service.ts'
import { TokensPages } from './tokens/tokens.pages.tsx'

@Module({
  imports: [HttpModule],
  controllers: [
    SignInPages,
    SignInsPages,
    SecondFactorPages,
    SecondFactorsPages,
    TokensPages,
    InvitationPages,
    OutboxPages,
    PeopleApi,
  ],
  providers: [
    People,
    SignIns,
    SignInCodes,
    CodeMails,
    OneTimeCodes,
    AddressCodes,
    Invitations,
    MeetingDirectory,
    Newcomers,
    RoleHolders,
    RoleJudge,
    SecondFactors,
    SecondFactorMails,
    Passkeys,
    ApiTokens,
    TokenEnds,
    TokenMails,
    TokenUses,
    {
      provide: Cookies,
      inject: [SETTINGS, Clock],
      useFactory: ({ baseUrl }: Settings, clock: Clock) => new Cookies(baseUrl, clock),
    },
  ],
  exports: [
    AddressCodes,
    Cookies,
    People,
    Newcomers,
    SignIns,
    SignInCodes,
    SecondFactors,
    Cookies,
    Invitations,
    MeetingDirectory,
    RoleHolders,
    ApiTokens,
  ],
})
export class PeopleModule {}
