import type { Host } from '../../checkin/hosts.service.ts'
import { hostOf, isKnownProvider } from '../../checkin/join-address.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { Actions, Button, ButtonLink, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { Note } from '../../ui/note.tsx'
import { problemOf, type FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import { Terms } from '../../ui/terms.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Tick } from '../../ui/tick.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { setupPath } from '../setup/setup-nav.tsx'
import { ForwardingPart, whenWords, type Ways } from './joining-words.tsx'
import type { OnlineSession } from './online-sessions.service.ts'

/** A page about one session online. */
interface Of {
  ctx: RequestContext
  room: DeskRoom
  session: OnlineSession
  /** Where it is. */
  base: string
}

interface Props extends Of {
  ways: Ways
  hosts: readonly Host[]
  errors: readonly FieldProblem[]
  typed?: string | undefined
  saved?: string | undefined
}

const SAVED = {
  link: 'joining:saved.link',
  'link-gone': 'joining:saved.link-gone',
  own: 'joining:saved.own',
  'own-gone': 'joining:saved.own-gone',
  hosts: 'joining:saved.hosts',
} as const

const titleOf = ({ ctx, room, session }: Of): string => wordsOf(session.title, room.meeting, ctx.locale).text

const Link = ({ ctx: { t, locale }, room: { meeting }, base, ways: { since }, errors, typed }: Props) => (
  <Axis title={t('joining:session.link')}>
    <Form action={`${base}/link`} class="form">
      <p>
        {since
          ? t('joining:session.since', { at: formatInstant(since, meeting.timeZone, locale, { sentence: true }) })
          : t('joining:session.sinceNone')}
      </p>
      <TextInput
        t={t}
        name="joinLink"
        type="url"
        label={since ? t('joining:session.new') : t('joining:session.first')}
        hint={t('joining:session.linkHint')}
        value={typed}
        autocomplete="off"
        spellcheck={false}
        error={problemOf(errors, 'joinLink')}
      />
      <Actions>
        <Button name="do" value="look">
          {t('joining:session.look')}
        </Button>
        {since && <a href={`${base}/link/remove`}>{t('joining:session.takeAway')}</a>}
      </Actions>
    </Form>
  </Axis>
)

const Personal = ({ ctx: { t }, base, ways: { since, personal } }: Props) => (
  <Axis title={t('joining:session.own')}>
    <div class="flow">
      <p>{personal ? t('joining:session.ownCount', { count: personal }) : t('joining:session.ownNone')}</p>
      {personal > 0 && <p>{since ? t('joining:session.restShared') : t('joining:session.restHost')}</p>}
      <p class="quiet">{t('joining:session.ownLead')}</p>
      <Actions>
        <ButtonLink second href={`${base}/personal`}>
          {t('joining:session.give')}
        </ButtonLink>
        {personal > 0 && <a href={`${base}/personal/remove`}>{t('joining:session.ownTakeAway')}</a>}
      </Actions>
    </div>
  </Axis>
)

const HostsPart = ({ ctx: { t }, room: { path }, session, base, hosts }: Props) => (
  <Axis title={t('joining:session.hosts')} under={t('joining:session.hostsLead')}>
    <Form action={`${base}/hosts`} class="form">
      {hosts.length === 0 && <p>{t('joining:session.hostsNone')}</p>}
      {hosts.map(({ role, name, sessions }) => (
        <Tick
          t={t}
          name="hosts[]"
          id={`host-${role}`}
          value={role}
          label={name || t('setup:roles.erased')}
          checked={sessions.has(session.id)}
        />
      ))}
      <Actions>
        {hosts.length > 0 && <Button second>{t('joining:session.hostsSave')}</Button>}
        <a href={setupPath(path, 'roles')}>{t('joining:session.invite')}</a>
      </Actions>
    </Form>
  </Axis>
)

/** The ways into a session, and who lets people in. */
export const SessionJoiningPage = (props: Props) => {
  const { ctx, room, session, base, saved, errors } = props
  const { t, locale } = ctx
  const said = SAVED[saved as keyof typeof SAVED]
  return (
    <>
      <DeskHead
        t={t}
        errors={errors}
        title={titleOf(props)}
        under={`${session.code} · ${whenWords(session, locale, t)}`}
      >
        <Links
          links={[
            { href: `${room.path}/joining`, children: t('joining:session.back') },
            { href: `${base}/list`, children: t('joining:list') },
          ]}
        />
      </DeskHead>
      {said && (
        <Note>
          <p role="status">{t(said)}</p>
        </Note>
      )}
      {session.cancelled ? (
        <p>
          <State t={t} is="cancelled" />
        </p>
      ) : (
        !session.published && (
          <p>
            <State t={t} is="warning">
              {t('joining:notPublished')}
            </State>
          </p>
        )
      )}
      <Link {...props} />
      <Personal {...props} />
      <ForwardingPart t={t} personal={props.ways.personal > 0} />
      <HostsPart {...props} />
    </>
  )
}

/** Where everybody would be sent: read once more, then done. */
export const LookPage = ({
  address,
  replaces,
  isOn,
  ...of
}: Of & { address: URL; replaces: boolean; isOn: boolean }) => {
  const { ctx, session, base } = of
  const { t, locale } = ctx
  return (
    <>
      <DeskHead
        t={t}
        title={replaces ? t('joining:look.titleReplace') : t('joining:look.titleNew')}
        under={`${titleOf(of)} · ${whenWords(session, locale, t)}`}
      />
      <Form action={`${base}/link`} class="form">
        <input type="hidden" name="joinLink" value={address.href} />
        <Terms terms={[{ term: t('joining:look.leadsTo'), detail: <strong>{hostOf(address)}</strong> }]} />
        {!isKnownProvider(address) && (
          <p>
            <State t={t} is="warning">
              {t('joining:look.unknown')}
            </State>
          </p>
        )}
        <p>
          {isOn && `${t('joining:look.now')} `}
          {t('joining:look.means')}
        </p>
        <Actions>
          <Button name="do" value="use">
            {replaces ? t('joining:look.replace') : t('joining:look.use')}
          </Button>
          <Button second name="do" value="back">
            {t('joining:look.back')}
          </Button>
        </Actions>
      </Form>
    </>
  )
}

/** Asks before links are gone: they cannot be brought back. */
export const TakeAwayPage = ({ what, people, ...of }: Of & { what: 'link' | 'personal'; people: number }) => {
  const { ctx, session, base } = of
  const { t, locale } = ctx
  return (
    <>
      <DeskHead
        t={t}
        title={what === 'link' ? t('joining:gone.link') : t('joining:gone.own')}
        under={`${titleOf(of)} · ${whenWords(session, locale, t)}`}
      />
      <Form action={`${base}/${what}/remove`} class="form">
        <p>{what === 'link' ? t('joining:gone.linkMeans') : t('joining:gone.ownMeans', { count: people })}</p>
        <Actions>
          <Button>{t('joining:gone.button')}</Button>
          <ButtonLink second href={base}>
            {t('joining:gone.keep')}
          </ButtonLink>
        </Actions>
      </Form>
    </>
  )
}
