import { isKept, type JudgedRow } from '../../checkin/personal-rows.ts'
import type { PersonId } from '../../kernel/id.ts'
import type { Meeting } from '../../meetings/meeting.entity.ts'
import { wordsOf } from '../../meetings/meeting-frame.ts'
import type { RequestContext } from '../../platform/http/request-context.ts'
import { Actions, Button, ButtonLink, Form, Links } from '../../ui/actions.tsx'
import { Axis, DeskHead } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Figures } from '../../ui/figures.tsx'
import type { FieldProblem } from '../../ui/problems.ts'
import { State } from '../../ui/state.tsx'
import type { OnlineSession } from './online-sessions.service.ts'
import { TableFields } from '../tables/table-fields.tsx'

interface Of {
  ctx: RequestContext
  meeting: Meeting
  session: OnlineSession
  /** Where the session's ways in are set up. */
  base: string
}

/** How many of the rows that are left out a page shows. */
const SHOWN = 200

const Head = ({
  ctx: { t, locale },
  meeting,
  session,
  base,
  errors,
}: Of & { errors?: readonly FieldProblem[] | undefined }) => (
  <DeskHead
    t={t}
    errors={errors}
    title={t('joining:personal.title')}
    under={`${session.code} · ${wordsOf(session.title, meeting, locale).text}`}
  >
    <Links links={[{ href: base, children: t('joining:setUp') }]} />
  </DeskHead>
)

/** Where a table of links is given, as a file or pasted. */
export const GiveLinksPage = ({
  errors,
  text,
  most,
  ...of
}: Of & { errors: readonly FieldProblem[]; text: string | undefined; most: number }) => {
  const {
    ctx: { t, locale },
    session,
    base,
  } = of
  return (
    <>
      <Head {...of} errors={errors} />
      {!session.published && (
        <p>
          <State t={t} is="warning">
            {t('joining:notPublished')}
          </State>
        </p>
      )}
      <Form action={`${base}/personal`} class="form" enctype="multipart/form-data">
        <p>{t('joining:session.ownLead')}</p>
        <TableFields
          t={t}
          words={{
            file: t('joining:personal.file'),
            fileHint: t('joining:personal.fileHint', { rows: most.toLocaleString(locale) }),
            paste: t('joining:personal.paste'),
          }}
          errors={errors}
          text={text}
        />
        <Actions>
          <Button>{t('joining:personal.look')}</Button>
        </Actions>
        <p class="quiet">{t('joining:personal.lead')}</p>
      </Form>
    </>
  )
}

/** What would become of each row. No link stands on this page: what is kept travels sealed. */
export const LookedAtPage = ({
  rows,
  sealed,
  ...of
}: Of & { rows: readonly JudgedRow<PersonId>[]; sealed: string }) => {
  const {
    ctx: { t },
    base,
  } = of
  const kept = rows.filter(isKept).length
  const replaced = rows.filter(({ outcome }) => outcome === 'replaced').length
  const left = rows.filter((row) => !isKept(row))
  return (
    <div class="flow">
      <Head {...of} />
      <Figures
        figures={[
          { label: t('joining:personal.figures.new'), figure: kept - replaced },
          { label: t('joining:personal.figures.replaced'), figure: replaced },
          { label: t('joining:personal.figures.left'), figure: left.length },
        ]}
      />
      <Form action={`${base}/personal/keep`} class="form">
        {kept === 0 && <p>{t('joining:personal.nothing')}</p>}
        <Actions>
          {kept > 0 && (
            <>
              <input type="hidden" name="sealed" value={sealed} />
              <Button>{t('joining:personal.keep', { count: kept })}</Button>
            </>
          )}
          <ButtonLink second href={`${base}/personal`}>
            {t('joining:personal.again')}
          </ButtonLink>
        </Actions>
      </Form>
      {left.length > 0 && (
        <Axis title={t('joining:personal.leftOut')} under={t('joining:personal.leftOutUnder')}>
          <div class="flow">
            <DataTable
              t={t}
              columns={[
                { name: t('joining:personal.row') },
                { name: t('joining:personal.who') },
                { name: t('joining:personal.why') },
              ]}
              rows={left.slice(0, SHOWN).map(({ row, outcome }) => ({
                header: row.number,
                cells: [row.who || t('joining:personal.nobody'), t(`joining:personal.outcome.${outcome as LeftOut}`)],
              }))}
            />
            {left.length > SHOWN && <p>{t('joining:personal.more', { count: left.length - SHOWN })}</p>}
          </div>
        </Axis>
      )}
    </div>
  )
}

type LeftOut = Exclude<JudgedRow<PersonId>['outcome'], 'new' | 'replaced'>
