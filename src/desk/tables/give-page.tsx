import type { Locale } from '../../kernel/locale.ts'
import { formatInstant } from '../../platform/i18n/formats.ts'
import type { TFunction } from '../../platform/i18n/i18n.ts'
import { MOST_ROWS, type ImportView } from '../../registration/import/import.ts'
import { Actions, Button, Form, Links } from '../../ui/actions.tsx'
import { Axis } from '../../ui/axis.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import type { FieldProblem } from '../../ui/problems.ts'
import { TableFields } from './table-fields.tsx'

/** Where a table is given: as a file, or pasted. */
export const GivePage = ({
  t,
  locale,
  base,
  zone,
  earlier,
  errors,
  text,
}: {
  t: TFunction
  locale: Locale
  base: string
  zone: string
  earlier: readonly ImportView[]
  errors: readonly FieldProblem[]
  text?: string | undefined
}) => (
  <>
    <Axis title={t('tables:import.give')}>
      <div class="flow">
        <Form action={base} class="form" enctype="multipart/form-data">
          <TableFields
            t={t}
            words={{
              file: t('tables:import.file'),
              fileHint: t('tables:import.fileHint', { rows: MOST_ROWS.toLocaleString(locale) }),
              paste: t('tables:import.paste'),
              pasteHint: t('tables:import.pasteHint'),
            }}
            errors={errors}
            text={text}
          />
          <Actions>
            <Button>{t('tables:import.look')}</Button>
          </Actions>
        </Form>
        <p class="quiet">{t('tables:import.nothingYet')}</p>
        <Links
          links={[
            { href: `${base}/template.xlsx`, children: t('tables:import.templateXlsx') },
            { href: `${base}/template.csv`, children: t('tables:import.templateCsv') },
          ]}
        />
      </div>
    </Axis>
    {earlier.length > 0 && (
      <Axis title={t('tables:import.earlier')} under={t('tables:import.kept')}>
        <DataTable
          t={t}
          caption={<span class="hidden">{t('tables:import.earlier')}</span>}
          columns={['name', 'when', 'rows', 'state'].map((key) => ({
            name: t(`tables:import.earlierColumns.${key as 'name' | 'when' | 'rows' | 'state'}`),
          }))}
          rows={earlier.map((each) => ({
            header: <a href={`${base}/${each.id}`}>{each.fileName || t('tables:import.pasted')}</a>,
            cells: [formatInstant(each.createdAt, zone, locale), each.total, t(`tables:import.state.${each.state}`)],
          }))}
        />
      </Axis>
    )}
  </>
)
