import { choicesIn, isPart, LONGEST_SEARCH } from '../calendar/agenda-filter.ts'
import { capitalized } from '../platform/i18n/formats.ts'
import { Filters } from '../ui/filters.tsx'
import { languageName } from '../ui/language-codes.tsx'
import { Empty } from '../ui/note.tsx'
import { safeHref } from '../ui/safe-href.ts'
import { Select, type Option } from '../ui/select.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { Tick } from '../ui/tick.tsx'
import { addressWith, NO_FILTER, type AgendaWish } from './agenda-wish.ts'
import type { Frame } from './frame.ts'

/** Whether less than the whole (of a day) is asked for. */
export const isNarrowed = ({ filter }: AgendaWish): boolean => filter === undefined || isPart(filter)

/** Offered only where there is a choice, or where one was made. */
const Choice = ({
  frame: { t },
  name,
  label,
  blank,
  options,
  value,
}: {
  frame: Frame
  name: string
  label: string
  blank: string
  options: readonly Option[]
  value: string | undefined
}) =>
  options.length > 1 || value !== undefined ? (
    <Select t={t} name={name} label={label} blank={blank} options={options} value={value} />
  ) : null

/** Finds sessions by words, kind, room and language; the answers stand in the address. */
export const FindSessions = ({
  frame,
  wish,
  signedIn,
}: {
  frame: Frame
  wish: AgendaWish
  /** Whether it can be known what is open to who reads. */
  signedIn: boolean
}) => {
  const { t, locale, view } = frame
  const { filter, asked } = wish
  const { kinds, rooms, languages } = choicesIn(view)
  const kept = (['view', 'day', 'zone'] as const).flatMap((name) => (asked[name] ? [[name, asked[name]] as const] : []))
  return (
    <details class="find screen" open={isNarrowed(wish)}>
      <summary>{t('reading:find.title')}</summary>
      <Filters
        t={t}
        action={wish.path}
        label={t('reading:find.title')}
        clear={isNarrowed(wish) ? addressWith(wish, NO_FILTER) : undefined}
      >
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <TextInput
          t={t}
          type="search"
          name="q"
          label={t('reading:find.words')}
          value={filter?.q}
          maxlength={LONGEST_SEARCH}
        />
        <Choice
          frame={frame}
          name="kind"
          label={t('reading:find.kind')}
          blank={t('reading:find.any')}
          options={kinds.map((kind) => ({ value: kind, label: t(`reading:kind.${kind}`) }))}
          value={filter?.kind}
        />
        <Choice
          frame={frame}
          name="room"
          label={t('reading:find.room')}
          blank={t('reading:find.anyRoom')}
          options={rooms.map(({ key, name }) => ({ value: key, label: name.text, lang: name.lang }))}
          value={filter?.room}
        />
        <Choice
          frame={frame}
          name="lang"
          label={t('reading:find.language')}
          blank={t('reading:find.any')}
          options={languages.map((tag) => ({ value: tag, label: capitalized(languageName(locale, tag), locale) }))}
          value={filter?.lang}
        />
        {signedIn && (
          <Tick t={t} name="open" value="me" label={t('reading:find.openToMe')} checked={filter?.open === 'me'} />
        )}
      </Filters>
    </details>
  )
}

/** Stands where sessions would be that there are none of; says why, and leads back to all. */
export const NothingFound = ({ frame, wish, signedIn }: { frame: Frame; wish: AgendaWish; signedIn: boolean }) => {
  const { t, locale } = frame
  const stranger = wish.filter?.open === 'me' && !signedIn
  return (
    <div class="axis">
      <Empty>
        <p>{stranger ? t('reading:find.whoAreYou') : t('reading:find.none')}</p>
        <p>
          {stranger && (
            <>
              <a href={safeHref(`/${locale}/sign-in?next=${encodeURIComponent(addressWith(wish))}`)}>
                {t('reading:find.signIn')}
              </a>{' '}
            </>
          )}
          <a href={safeHref(addressWith(wish, { ...NO_FILTER, day: undefined }))}>{t('reading:find.all')}</a>
        </p>
      </Empty>
    </div>
  )
}
