import { warningsBetween, type Warning } from '../../agenda/warnings.ts'
import { Actions, Button, Form } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Empty, Note } from '../../ui/note.tsx'
import type { FieldProblem } from '../../ui/problems.ts'
import type { Judge } from '../agenda/agenda-warnings.service.ts'
import type { Wording } from '../agenda/field-words.ts'
import { Saved, type SavedChange } from '../agenda/saved.tsx'
import { Warnings } from '../agenda/warnings.tsx'
import type { DeskRoom } from '../desk-room.service.ts'
import type { AgendaImport } from './agenda-import.ts'
import type { Outlook } from './agenda-imports.service.ts'
import { choiceFields, choicesToMake, SHOWN_LISTS } from './import-choices.ts'
import type { JudgedRow } from './judge-rows.ts'
import { ChoicesForm } from './outlook-choices.tsx'
import { OutlookList, type ListProps } from './outlook-lists.tsx'
import { withRooms } from './rooms-to-make.ts'
import type { Choices } from './said-of-session.ts'

/** How many warnings are seen at once; the others unfold. */
const SEEN = 6

const Coming = ({ warnings, path, ...wording }: Wording & { warnings: readonly Warning[]; path: string }) => {
  const { t } = wording
  const [seen, rest] = [warnings.slice(0, SEEN), warnings.slice(SEEN)]
  return seen.length === 0 ? null : (
    <Axis title={t('intake:warnings')} id="coming">
      <div class="flow">
        {/* No links: what they are about may not be there yet. */}
        <Warnings {...wording} path={path} warnings={seen} here />
        {rest.length > 0 && (
          <details>
            <summary>{t('plan:warning.count', { count: rest.length })}</summary>
            <Warnings {...wording} path={path} warnings={rest} here />
          </details>
        )}
      </div>
    </Axis>
  )
}

/** Whether rules of access come with it that are not those of every new session. */
const touchesRules = (rows: readonly JudgedRow[]): boolean =>
  rows.some(({ differences, added }) => differences.access ?? (added && added.access.attend !== 'everyone'))

interface Props extends Wording {
  room: DeskRoom
  found: AgendaImport
  outlook: Outlook
  choices: Choices
  errors: readonly FieldProblem[]
  judge: Judge
  /** Which list is shown whole, and from where on. */
  list: { show: (typeof SHOWN_LISTS)[number]; from: number } | undefined
  saved: SavedChange | undefined
  movedMeanwhile: boolean
}

/** What would become of each row of a file, and the button that takes in the good ones. */
export const OutlookPage = ({
  room,
  found,
  outlook,
  choices,
  errors,
  judge,
  list,
  saved,
  movedMeanwhile,
  ...words
}: Props) => {
  const { t, locale } = words
  const { path } = room
  const { rows, missing } = outlook
  const base = `${path}/agenda/import/${found.id}`
  const fields = choiceFields(choices)
  const here: ListProps['here'] = (more) => `${base}?${new URLSearchParams({ ...fields, ...more }).toString()}`
  const wording = { ...words, meeting: withRooms(room.meeting, outlook.made) }
  const counts = Object.groupBy(rows, ({ outcome }) => outcome)
  const good = (counts.new?.length ?? 0) + (counts.changed?.length ?? 0)
  const lists = { ...wording, rows, path, here, calendar: found.kind === 'calendar' }
  const { come } = warningsBetween(judge.warnings(outlook.before), judge.warnings(outlook.after))
  if (list)
    return (
      <div class="flow">
        <p>
          <a href={here({})}>{t('intake:overview')}</a>
        </p>
        <OutlookList {...lists} list={list.show} from={list.from} />
      </div>
    )
  return (
    <div class="flow">
      {movedMeanwhile && (
        <Note>
          <p role="alert">{t('intake:take.moved')}</p>
        </Note>
      )}
      {saved && (
        <Saved {...words} meeting={room.meeting} path={path} saved={saved} warnings={judge.warnings(outlook.before)} />
      )}
      {found.notRead.length > 0 && (
        <Note>
          <p>{t('intake:notRead', { columns: found.notRead.slice(0, 20).join(', ') })}</p>
        </Note>
      )}
      <Figures
        figures={(['new', 'changed', 'same', 'refused'] as const).map((outcome) => {
          const count = counts[outcome]?.length ?? 0
          return {
            figure: count,
            label: t(`intake:outcome.${outcome}`, { count }),
            ...(count > 0 && { href: here({ show: outcome }) }),
          }
        })}
      />
      <ChoicesForm
        t={t}
        locale={locale}
        action={base}
        choices={choices}
        ask={choicesToMake(found.rows, rows, missing, room)}
        missing={missing}
        errors={errors}
      />
      <OutlookList {...lists} list="refused" />
      <OutlookList {...lists} list="changed" />
      <OutlookList {...lists} list="new" />
      <Coming {...wording} path={path} warnings={come} />
      <Axis title={t('intake:take.title')} id="take">
        <div class="flow">
          {good > 0 ? (
            <Form action={base}>
              <input type="hidden" name="workingVersion" value={room.meeting.workingVersion} />
              {Object.entries(fields).map(([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ))}
              {touchesRules(rows) && <p>{t('intake:rules')}</p>}
              <p class="hint">{t('intake:take.hint')}</p>
              <Actions>
                <Button name="do" value="take">
                  {t('intake:take.button', { count: good })}
                </Button>
              </Actions>
            </Form>
          ) : (
            <Empty>{t(counts.refused ? 'intake:take.nothingGood' : 'intake:take.nothing')}</Empty>
          )}
          <Form action={base}>
            <Actions>
              <Button second name="do" value="discard">
                {t('intake:discard')}
              </Button>{' '}
              <span class="quiet">{t('intake:discardHint')}</span>
            </Actions>
          </Form>
        </div>
      </Axis>
    </div>
  )
}
