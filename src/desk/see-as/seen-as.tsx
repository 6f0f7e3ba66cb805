import { constituency } from '../../delegations/constituency.ts'
import type { Locale } from '../../kernel/locale.ts'
import { localize } from '../../kernel/localized-text.ts'
import { capitalized } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { labelInPath } from '../../reading/frame.ts'
import { Button, Links } from '../../ui/actions.tsx'
import { labelWords } from '../../ui/release-banner.tsx'
import { Select } from '../../ui/select.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import { pathTo, type Looking, type Version } from './looking.ts'
import type { Choices } from './sights.service.ts'

interface Words {
  t: TFunction
  locale: Locale
  room: DeskRoom
}

const whoWords = (as: string, { t, locale, room }: Words): string =>
  as === 'public' || as === 'unverified'
    ? t(`translate:seeAs.${as}`)
    : (localize(constituency(as)?.plural, locale, room.meeting.mainLanguage)?.text ?? as)

/** What a version is called. */
export const versionWords = (of: Version, t: TFunction): string =>
  of === 'working' || of === 'current' ? t(`translate:seeAs.${of}`) : labelWords(t, of)

/** Says plainly as whom one looks at what, wherever one has scrolled to; then lets one choose somebody else, or another page. */
export const SeenAs = ({
  t,
  locale,
  room,
  looking,
  choices,
  changes = false,
}: Words & { looking: Looking; choices: Choices; changes?: boolean }) => {
  const words = { t, locale, room }
  const { as, group, of } = looking
  const who = whoWords(as, words)
  const versions: Version[] = ['working', ...(choices.labels.length ? ['current' as const] : []), ...choices.labels]
  const here = `${room.path}/see-as/${pathTo(looking)}`
  return (
    <>
      <p class="seen-as">
        <strong>
          {t('translate:seeAs.you', {
            who: group === undefined ? who : t('translate:seeAs.inGroup', { who, group }),
            version: versionWords(of, t),
          })}
        </strong>
      </p>
      <form class="filters" method="get" action={`${room.path}/see-as`} aria-label={t('translate:seeAs.label')}>
        <Select
          t={t}
          name="as"
          label={t('translate:seeAs.as')}
          options={['public', 'unverified', ...room.meeting.registration.constituencies].map((value) => ({
            value,
            label: capitalized(whoWords(value, words), locale),
          }))}
          value={as}
        />
        {choices.groups.length > 0 && (
          <Select
            t={t}
            name="group"
            label={t('translate:seeAs.group')}
            blank={t('translate:seeAs.noGroup')}
            options={choices.groups.map((key) => ({ value: key, label: key }))}
            value={group}
          />
        )}
        <Select
          t={t}
          name="of"
          label={t('translate:seeAs.of')}
          options={versions.map((version) => ({
            value: version === 'working' || version === 'current' ? version : labelInPath(version),
            label: versionWords(version, t),
          }))}
          value={of === 'working' || of === 'current' ? of : labelInPath(of)}
        />
        {changes && <input type="hidden" name="page" value="changes" />}
        <Button second>{t('translate:seeAs.show')}</Button>
      </form>
      <p class="quiet">
        {as !== 'public' && as !== 'unverified' && <>{t('translate:seeAs.verified')} </>}
        {t('translate:seeAs.language')}
      </p>
      <nav aria-label={t('translate:seeAs.pages')}>
        <Links
          links={[
            { href: here, children: t('common:sections.agenda'), current: !changes },
            { href: `${here}/changes`, children: t('reading:changes.title'), current: changes },
          ]}
        />
      </nav>
    </>
  )
}
