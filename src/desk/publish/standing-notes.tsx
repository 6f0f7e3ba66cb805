import type { PlannedRelease } from '../../agenda/planned-release.entity.ts'
import type { PlannedReleases } from '../../agenda/planned-releases.service.ts'
import type { CirculationRound } from '../../circulation/circulation-round.entity.ts'
import type { Rounds } from '../../circulation/rounds.service.ts'
import type { MeetingId } from '../../kernel/id.ts'
import type { Locale } from '../../kernel/locale.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import { hasWords, wordsFor, type TFunction } from '../../platform/i18n/i18n.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Note } from '../../ui/note.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import type { DeskRoom } from '../desk-room.service.ts'

/** What is on its way: a planned release, what became of the last one, people who are still to be told. */
export interface OnItsWay {
  plan: PlannedRelease | undefined
  ended: PlannedRelease | undefined
  round: CirculationRound | undefined
}

/** Reads what is on its way in a meeting. */
export const standingOf = async (planned: PlannedReleases, rounds: Rounds, meeting: MeetingId): Promise<OnItsWay> => {
  const [plan, ended, all] = await Promise.all([
    planned.standing(meeting),
    planned.lastEnded(meeting),
    rounds.of(meeting),
  ])
  return { plan, ended, round: all.find(({ state }) => state === 'waiting') }
}

/** Says what is on its way, with the buttons that stop it. */
export const Standing = ({
  t,
  locale,
  room,
  standing: { plan, ended, round },
}: {
  t: TFunction
  locale: Locale
  room: DeskRoom
  standing: OnItsWay
}) => {
  const { meeting, path } = room
  const at = (instant: Temporal.Instant): string => formatInstant(instant, meeting.timeZone, locale, { sentence: true })
  const lost = ended?.state === 'refused' || ended?.state === 'overtaken' ? ended : undefined
  const why = lost?.refusedFor && `errors:problem.${lost.refusedFor}`
  return (
    <>
      {plan && (
        <Note>
          <p>{t('publishing:plan.stands', { label: labelWords(t, plan.label), when: at(plan.publishAt) })}</p>
          <p class="quiet">{t('publishing:plan.frozen', { when: at(plan.approvedAt) })}</p>
          <Form action={`${path}/publish/planned/${plan.id}/call-off`}>
            <Actions>
              <Button second>{t('publishing:plan.callOff')}</Button>
            </Actions>
          </Form>
        </Note>
      )}
      {lost && !plan && (
        <Note>
          <p>
            {lost.state === 'overtaken'
              ? t('publishing:plan.overtaken', { label: labelWords(t, lost.label), when: at(lost.publishAt) })
              : t('publishing:plan.refused', { label: labelWords(t, lost.label), when: at(lost.publishAt) })}{' '}
            {why && hasWords(why) && `${wordsFor(locale, why)}.`}
          </p>
        </Note>
      )}
      {round && (
        <Note>
          <p>{t('publishing:round.waits', { when: at(round.dueAt) })}</p>
          <Actions>
            <Button second form="tell-now">
              {t('publishing:round.now')}
            </Button>{' '}
            <Button second form="tell-nobody">
              {t('publishing:round.nobody')}
            </Button>
          </Actions>
          {(['tell-now', 'tell-nobody'] as const).map((command) => (
            <Form id={command} action={`${path}/publish/round/${round.id}/${command}`}>
              {null}
            </Form>
          ))}
        </Note>
      )}
    </>
  )
}
